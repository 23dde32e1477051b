import { expect } from "chai";
import type { Experiment, ExperimentFile, Load } from "../../chaos/experiment.ts";
import type { Finding } from "../../chaos/verdict/finding.ts";
import type { StackOptions } from "../../infra/options.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { names } from "../../lab/catalogue.ts";
import { callsOf, type PlannedCalls } from "../../lab/plan/calls.ts";
import { aRun } from "../a-lab.ts";
import { type Asked, idle, listen, unplanned } from "../plan/asked.ts";

/**
 * Every experiment of the catalogue holds on the repaired pipeline and is refuted by the flaw it is there to find.
 *
 * As few documents as decide: at a tenth of the rate the minutes stay what they are, and 310 documents show a budget
 * of 1 % instead of 0.1 %. Where the rate itself is the matter it stays.
 */

interface Row {
  readonly load?: Partial<Load>;
  /** The flaws that the experiment finds, as stack options, what a reason must say, and the verdict if it is not REFUTED. */
  readonly flaws?: readonly (readonly [Partial<StackOptions>, RegExp, "INVALID"?])[];
}

const REPAIRED: Partial<StackOptions> = { timeoutSeconds: 120 };
const TENTH = { documents: 310, perSecond: 2 };
const SHORT = { documents: 400 };

const ROWS: Readonly<Record<string, Row>> = {
  "steady-state": { load: SHORT },
  "slow-transform": { load: TENTH, flaws: [[{ timeoutSeconds: 3 }, /^collateral \d+ of 307/]] },
  "output-denied": { load: TENTH },
  "poison-burst": {
    load: { documents: 400, perSecond: 2, bursts: [{ after: 20_000, for: 100_000, malformed: 0.2 }] },
    // One malformed document without a trace is enough: the baseline shows it, and nothing is disturbed.
    flaws: [
      [{ deadLetterQueue: false }, /^lost evidence 3 of 3/, "INVALID"],
      [{ deadLetterQueuePermitted: false }, /^lost evidence 3 of 3/, "INVALID"],
    ],
  },
  "failing-transform": { load: TENTH, flaws: [[{ retries: 0 }, /^collateral \d+ of 307/]] },
  "retry-budget": { load: TENTH, flaws: [[{ retries: 1 }, /^collateral \d+ of 307/]] },
  "crash-after-write": { load: SHORT },
  "function-throttled": { load: SHORT, flaws: [[{ eventAgeSeconds: 60 }, /^collateral \d+ of 396/]] },
  "function-stopped": { load: SHORT },
  "event-age-too-short": { load: { documents: 800 } },
  "input-denied": { load: TENTH },
  "dead-letter-denied": { load: TENTH, flaws: [[{ deadLetterErrorsAlarm: false }, /^the alarm rang: measured false/]] },
  "notification-lost": { load: SHORT, flaws: [[{ completenessAlarm: false }, /^the alarm rang: measured false/]] },
  "topic-filtered": { load: SHORT },
  "subscriber-queue-denied": { load: TENTH, flaws: [[{ subscriptionRedrive: false }, /^lost \d+ of 307/]] },
  "timeout-regression": { load: TENTH },
  "bad-version": { load: TENTH },
  "slow-subscriber": { load: { documents: 500 } },
  "visibility-too-short": { load: SHORT },
  "storage-brownout": { load: TENTH },
  "ambiguous-commit": { load: TENTH },
  "duplicate-events": { load: TENTH },
  "late-events": { load: TENTH },
  "traffic-surge": { flaws: [[{ eventAgeSeconds: 60 }, /^collateral \d+ of 4 455/]] },
  "subtle-payloads": { load: TENTH },
  "cold-start-storm": { load: TENTH },
};

/** What the last run asked for, and what it was planned to. */
let calls: { asked: readonly Asked[]; planned: PlannedCalls };

/** The simulation has no gates, and counts by itself what a live run asks logs, metrics and queues for. */
const LIVE_ONLY: readonly string[] = ["gates", "evidence"];

async function experimentNamed(name: string, scaled: boolean): Promise<ExperimentFile<EtlPipeline>> {
  const { default: write } = (await import(`../../experiments/${name}.ts`)) as { default: ExperimentFile<EtlPipeline> };
  return scaled ? (etl) => within(write(etl)) : write;
}

/** The same claim with a budget that hundreds of documents can show. */
function within(experiment: Experiment): Experiment {
  const { steadyStateHypothesis } = experiment;
  return { ...experiment, steadyStateHypothesis: { ...steadyStateHypothesis, collateral: { budget: 0.01 } } };
}

async function outcome(name: string, settings: Partial<StackOptions>) {
  const { load = {} } = ROWS[name]!;
  const file = await experimentNamed(name, load.documents !== undefined);
  let heard: ReturnType<typeof listen> | undefined;
  const { journal, pipeline } = await aRun(file, {
    load,
    settings,
    before: () => {
      heard = listen((arn) => /:(root|user\/\w+)$/.test(arn));
    },
  }).finally(() => heard?.end());
  calls = { asked: heard!.asked, planned: callsOf(file(pipeline), pipeline) };
  expect(journal.failure).to.equal(null);
  for (const { resource, restoration } of journal.leases)
    expect(restoration, resource).to.include({ outcome: "restored" });
  return journal.verdict!;
}

const ofRule = (findings: readonly Finding[], rule: Finding["rule"]) =>
  findings.filter((finding) => finding.rule === rule);

describe("the catalogue", function () {
  this.timeout(120_000);

  it("is tried here, all of it", () => {
    expect(Object.keys(ROWS).sort()).to.deep.equal(names());
  });

  for (const [name, { flaws = [] }] of Object.entries(ROWS)) {
    it(`holds on the repaired pipeline, by the book: ${name}`, async () => {
      const { verdict, reasons, findings } = await outcome(name, REPAIRED);
      expect(verdict, reasons.join("; ")).to.equal("HELD");
      const signature = ofRule(findings, "signature");
      expect(signature.filter((finding) => finding.outcome !== "held").map(({ says }) => says)).to.deep.equal([]);
      const shown = [ofRule(findings, "efficacy"), signature].map(({ length }) => length > 0);
      expect(shown, "that it bit, and its signature").to.deep.equal(
        name === "steady-state" ? [false, false] : [true, true],
      );
      const { asked, planned } = calls;
      expect(planned.undeclared).to.deep.equal([]);
      expect(unplanned(asked, planned.calls), "called, and not planned").to.deep.equal([]);
      const sure = planned.calls.filter(({ by, only }) => !LIVE_ONLY.includes(by) && only === undefined);
      expect(idle(sure, asked), "planned, and not called").to.deep.equal([]);
    });

    for (const [flaw, shows, word = "REFUTED"] of flaws) {
      const options = Object.entries(flaw).map(([option, value]) => `${option}=${value}`);
      it(`finds ${options}: ${name}`, async () => {
        const { verdict, reasons } = await outcome(name, { ...REPAIRED, ...flaw });
        expect(verdict, reasons.join("; ")).to.equal(word);
        expect(
          reasons.some((reason) => shows.test(reason)),
          reasons.join("; "),
        ).to.equal(true);
      });
    }
  }
});

/** At full size, for what was computed beforehand: the share of the well-formed documents that become dead letters. */
describe("the damage of a flaw", function () {
  this.timeout(120_000);

  for (const [name, flaw, low, high] of [
    ["slow-transform", { timeoutSeconds: 3 }, 0.106, 0.146],
    ["failing-transform", { ...REPAIRED, retries: 0 }, 0.095, 0.118],
    ["function-throttled", { ...REPAIRED, eventAgeSeconds: 60 }, 0.52, 0.62],
  ] as const) {
    it(`is ${low} to ${high}: ${name}`, async () => {
      const { journal } = await aRun(await experimentNamed(name, false), { settings: flaw });
      const { cells, wellFormed } = journal.verdict!.documents;
      expect(journal.verdict!.verdict).to.equal("REFUTED");
      expect(cells.collateral / wellFormed).to.be.within(low, high);
    });
  }
});
