import { expect } from "chai";
import type { Experiment } from "../../chaos/experiment.ts";
import { action, cloud, lambda, minutes, seconds } from "../../chaos/vocabulary.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { type Kind, kindsIn } from "../../lab/shrink/counter-example.ts";
import { settledOf } from "../../lab/shrink/shrinking.ts";
import { partsOf } from "../../lab/shrink/story.ts";
import { timelineOf } from "../../lab/shrink/timeline.ts";
import { anExperiment } from "../a-lab.ts";
import { aShrinking, type Flaw, type Shrinking } from "./a-shrinking.ts";

/** A wire that loses three messages in ten, beside a fault that has nothing to do with it. */
const leaky = (etl: EtlPipeline) => [
  action("slow a few runs down", lambda.inject(etl.transformFaults, { latency: { probability: 0.1, ...SLOW } })),
  action("lose notifications", cloud.disturb("sns -> sqs", { kind: "lose", probability: 0.3 }), { after: seconds(20) }),
];
const SLOW = { min: 100, max: 200 };
const throwing = (etl: EtlPipeline) => [
  action("let runs throw", lambda.inject(etl.transformFaults, { exception: { probability: 0.2 } }), {
    after: minutes(1),
  }),
];

interface Case {
  readonly kind: Kind;
  readonly by: string;
  readonly flaw?: Flaw;
  readonly method?: (etl: EtlPipeline) => Experiment["method"];
  readonly faults: readonly number[];
  readonly tells: readonly RegExp[];
}

const CASES: readonly Case[] = [
  {
    kind: "lost",
    by: "a wire that loses messages",
    method: leaky,
    faults: [1],
    tells: [
      /^fault in force: lose not/,
      /^publisher puts document \d+, \d+ bytes$/,
      /^transform writes the CSV of doc/,
    ],
  },
  {
    kind: "lost evidence",
    by: "a function without a dead-letter queue",
    flaw: { set: ["deadLetterQueue=false"] },
    method: throwing,
    faults: [],
    tells: [
      /^publisher puts document \d+ of the baseline, \d+ bytes, malformed$/,
      /^transform attempt 1 at document \d+ of the baseline failed after 0\.\d s: BadDocumentError: /,
      /^transform attempt 2 /,
      /^transform attempt 3 /,
      /^lambda gives document \d+ of the baseline up after 3 attempts: RetriesExhausted$/,
    ],
  },
  {
    kind: "lost evidence",
    by: "a dead-letter queue that takes nothing",
    flaw: { set: ["deadLetterQueuePermitted=false"] },
    faults: [],
    tells: [/^lambda cannot send the event of document \d+ of the baseline to failures-lab, and forgets it$/],
  },
  {
    kind: "poison accepted",
    by: "a function that takes what it should refuse",
    flaw: { function: "lenient-transform.ts", seed: 4 },
    faults: [],
    tells: [
      /^publisher puts document .*, malformed$/,
      /^transform writes the CSV of document /,
      /^subscriber hears of /,
    ],
  },
  {
    kind: "corrupt",
    by: "a function that forgets the end of a line",
    flaw: { function: "careless-transform.ts" },
    faults: [],
    tells: [
      /^transform writes the CSV of document \d+/,
      /^subscriber hears of document/,
      /^end .* other bytes than it/,
    ],
  },
  {
    kind: "collateral",
    by: "runs that throw and are not tried again",
    flaw: { set: ["retries=0"] },
    method: throwing,
    faults: [0],
    tells: [
      /^fault in force: let runs throw$/,
      /^transform attempt 1 at document \d+ failed after 0.0 s \(struck by exception\): InjectedException: /,
      /^lambda sends the event of document \d+ to failures-lab$/,
      /^fault over: let runs throw$/,
    ],
  },
];

describe("a run shrinks to its smallest story", function () {
  this.timeout(300_000);

  for (const { kind, by, flaw, method, faults, tells } of CASES) {
    describe(`of a document that is ${kind}, by ${by}`, () => {
      let shrinking: Shrinking;
      before(async () => {
        const load = { documents: 60, perSecond: 20, malformed: kind === "poison accepted" ? 0.5 : 0 };
        const file = anExperiment((etl) => ({ load, ...(method && { method: method(etl) }) }));
        shrinking = await aShrinking(file, flaw);
      });

      it("which is about that, and takes one document and no fault that it does not need", () => {
        const { story, unfinished } = shrinking.shrunk;
        expect(shrinking.kind).to.equal(kind);
        expect(partsOf(story)).to.have.length(1);
        expect(story.faults).to.deep.equal(faults);
        expect(unfinished).to.equal(false);
        expect(kindsIn(settledOf(shrinking.shrunk.result))).to.deep.equal([kind]);
      });

      it("which is judged as badly as the run it was", () => {
        const { verdict } = shrinking.shrunk.result.journal;
        expect(verdict?.verdict).to.equal(shrinking.whole.journal.verdict?.verdict);
        expect(verdict?.reasons.at(-1)).to.match(new RegExp(`^${kind} 1 of 1( |$)`));
      });

      it("which is told in about a dozen lines", () => {
        const timeline = timelineOf(kind, shrinking.shrunk.result);
        const lines = timeline.map(({ who, what }) => `${who} ${what}`);
        expect(lines.length).to.be.within(4, 16);
        expect(timeline.map(({ at }) => at)).to.deep.equal(timeline.map(({ at }) => at).sort((a, b) => a - b));
        let from = 0;
        for (const told of tells) {
          const place = lines.findIndex((line, i) => i >= from && told.test(line));
          expect(place, `${told} after line ${from} of:\n${lines.join("\n")}`).to.be.at.least(0);
          from = place;
        }
        expect(lines.at(-1)).to.match(new RegExp(`^end document .*: ${kind}$`));
      });

      it("which is the same when it is told again", async () => {
        const again = await shrinking.again(shrinking.shrunk.story);
        for (const name of ["journal.json", "ledger.ndjson", "feed.ndjson"] as const)
          expect([...again.files[name]]).to.deep.equal([...shrinking.shrunk.result.files[name]]);
      });
    });
  }
});
