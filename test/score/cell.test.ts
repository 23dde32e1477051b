import { expect } from "chai";
import type { Cells, Cohort } from "../../chaos/verdict/evidence.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { answerOf, type Question } from "../../lab/score/cell.ts";

const QUESTION: Question = { flaw: "flaw-a", experiment: "a", seed: 1, full: false };
const CELLS: Cells = { ok: 297, corrupt: 0, collateral: 0, lost: 0, poisonAccepted: 0, intended: 3, lostEvidence: 0 };
const FRESH = Array.from({ length: 297 }, () => 1000);

/** What the rule makes of a run whose baseline and whose own documents were such. */
function judged(baseline: Partial<Cohort>, own: Partial<Cohort> = {}) {
  const cohort = { planned: 300, accepted: 300, cells: CELLS, freshness: FRESH, moving: [] };
  const evidence = {
    ...{ experiment: "a", seed: 1, replay: "", faults: [], probes: [], duplicates: 0, duplicateEffects: 0 },
    ...{ ...cohort, ...own, baseline: { ...cohort, ...baseline } },
  };
  const hypothesis = { collateral: { budget: 0.02 }, freshness: { percentile: 95, within: 120_000 } };
  return answerOf(QUESTION, { verdict: judge(evidence, hypothesis), failure: null });
}

describe("what a run says of a flaw", () => {
  it("is that it survived, when the run is HELD", () => {
    expect(judged({})).to.include({ verdict: "HELD", outcome: "survived" });
  });

  it("is that it is killed, when the run is REFUTED", () => {
    expect(judged({}, { cells: { ...CELLS, ok: 296, lost: 1 } })).to.include({ outcome: "killed" });
  });

  for (const [what, part] of [
    ["lost", { ok: 296, lost: 1 }],
    ["corrupt", { ok: 296, corrupt: 1 }],
    ["without its evidence", { intended: 2, lostEvidence: 1 }],
    ["accepted though malformed", { intended: 2, poisonAccepted: 1 }],
  ] as const)
    it(`is that it is killed at the baseline, when a document there is ${what}`, () => {
      const { verdict, outcome, reasons } = judged({ cells: { ...CELLS, ...part } });
      expect([verdict, outcome]).to.deep.equal(["INVALID", "killed at the baseline"]);
      expect(reasons[0]).to.match(/ 1 of \d+$/);
    });

  it("is nothing, when the baseline was only late, refused, or not at rest", () => {
    for (const baseline of [
      { freshness: FRESH.map(() => 500_000) },
      { accepted: 100 },
      { moving: [{ where: "deliveries", count: 2 }] },
    ])
      expect(judged(baseline)).to.include({ verdict: "INVALID", outcome: "inconclusive" });
  });

  it("is nothing, when the run was no test or came to no verdict", () => {
    expect(judged({}, { accepted: 100 })).to.include({ verdict: "INVALID", outcome: "inconclusive" });
    const failed = answerOf(QUESTION, { verdict: null, failure: "no role" });
    expect(failed).to.deep.include({ verdict: null, outcome: "inconclusive", reasons: ["no role"] });
  });
});
