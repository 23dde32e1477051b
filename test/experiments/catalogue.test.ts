import { expect } from "chai";
import type { ExperimentFile } from "../../chaos/experiment.ts";
import type { Finding } from "../../chaos/verdict/finding.ts";
import type { StackOptions } from "../../infra/options.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { names } from "../../lab/catalogue.ts";
import { isSimulated } from "../../lab/needs.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";
import { callsOf, type PlannedCalls } from "../../lab/plan/calls.ts";
import { economical } from "../../lab/score/economy.ts";
import { FLAWS, REPAIRED } from "../../lab/score/flaws.ts";
import { aRun } from "../a-lab.ts";
import { type Asked, idle, listen, unplanned } from "../plan/asked.ts";

/**
 * Every experiment of the catalogue holds on the repaired pipeline, and refutes each planted flaw that it is there to
 * find; with as few documents as decide.
 */

/** What a reason must say of each flaw, whoever finds it. */
const SHOWS: Readonly<Record<string, RegExp>> = {
  "short-timeout": /^collateral \d+ of 307/,
  "swallowed-errors": /^lost \d+ of (?:307|768)/,
  "unawaited-write": /^lost \d+ of 768/,
  "unfilled-column": /^corrupt 297 of 297/,
  "timestamped-key": /^duplicate effects \d+ of 307/,
  // One malformed document without a trace is enough: the baseline shows it, and nothing is disturbed.
  "no-dead-letter-queue": /^lost evidence 3 of 3/,
  "closed-dead-letter-queue": /^lost evidence 3 of 3/,
  "no-completeness-alarm": /^the alarm rang: measured false/,
  "no-dead-letter-alarm": /^the alarm rang: measured false/,
  "no-subscription-redrive": /^lost \d+ of 307/,
  "no-retries": /^collateral \d+ of 307/,
  "one-retry": /^collateral \d+ of 307/,
  "short-event-age": /^collateral \d+ of 396/,
};

/** Where they are asked is told in docs/score.md. */
const SERVED = ["clock-skew", "memory-squeeze"];

/** What the last run asked for, and what it was planned to. */
let calls: { asked: readonly Asked[]; planned: PlannedCalls };

/** The simulation has no gates, and counts by itself what a live run asks logs, metrics and queues for. */
const LIVE_ONLY: readonly string[] = ["gates", "evidence", "report"];

async function experimentNamed(name: string, fewer: boolean): Promise<ExperimentFile<EtlPipeline>> {
  const { default: write } = (await import(`../../experiments/${name}.ts`)) as { default: ExperimentFile<EtlPipeline> };
  return fewer ? (etl) => economical(name, write(etl)) : write;
}

async function outcome(name: string, settings: Partial<StackOptions>) {
  const file = await experimentNamed(name, true);
  let heard: ReturnType<typeof listen> | undefined;
  const { journal, pipeline } = await aRun(file, {
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

  it("leaves to a served cloud what the simulation cannot show, and nothing else", async () => {
    for (const name of names()) {
      const written = (await experimentNamed(name, true))(paperPipeline);
      expect(isSimulated(written), name).to.equal(!SERVED.includes(name));
    }
  });

  for (const name of names().filter((name) => !SERVED.includes(name))) {
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
  }

  for (const { name: flaw, settings, foundBy, needs } of FLAWS) {
    for (const name of needs ? [] : foundBy) {
      it(`finds ${flaw}: ${name}`, async () => {
        const { verdict, reasons, noSteadyState } = await outcome(name, { ...REPAIRED, ...settings });
        expect(verdict, reasons.join("; ")).to.equal(noSteadyState ? "INVALID" : "REFUTED");
        expect(
          reasons.some((reason) => SHOWS[flaw]!.test(reason)),
          reasons.join("; "),
        ).to.equal(true);
      });
    }
  }

  it("finds events that may wait for a minute in a surge, too", async () => {
    const { verdict, reasons } = await outcome("traffic-surge", { ...REPAIRED, eventAgeSeconds: 60 });
    expect(verdict).to.equal("REFUTED");
    expect(reasons.join("; ")).to.match(/collateral \d+ of 4 455/);
  });
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
