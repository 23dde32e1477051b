import { expect } from "chai";
import { verdictLines } from "../../chaos/verdict/lines.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { aCohort, aRun, SECOND, someCells, someEvidence, times } from "./evidence.ts";

describe("the verdict's lines", () => {
  it("tell the flagship experiment", () => {
    const evidence = someEvidence({
      cells: aRun({ collateral: 387 }),
      duplicates: 2,
      malformedFreshness: times(31, 187_000),
    });
    const claim = { collateral: { budget: 0.001 }, freshness: { percentile: 99, within: 120 * SECOND } };
    expect(
      verdictLines(judge({ ...evidence, freshness: [...times(2682), ...times(387, 190_000)] }, claim)),
    ).to.deep.equal([
      "REFUTED  slow-transform",
      "  because collateral 387 of 3 069 (12.6 %, 95 % bound 11.6 % to 13.6 %), budget 0.1 %",
      "  because p99 of 3 069 well-formed is 190 s, above 190 s at 95 %, limit 120 s",
      "  n = 3 100 documents: 3 069 well-formed, 31 malformed, 2 notifications repeated",
      "  [x] validity: S3 accepted 3 100 of 3 100 planned documents",
      "  [x] validity: the pipeline is quiet",
      "  [x] efficacy: latency struck 1 549 of 3 100 first attempts in force, 1 458 to 1 642 expected at 50 %",
      "  [x] invariant: lost 0 of 3 069, rate < 0.0976 %",
      "  [x] invariant: lost evidence 0 of 31, rate < 9.7 %",
      "  [x] invariant: poison accepted 0 of 31, rate < 9.7 %",
      "  [x] invariant: corrupt 0 of 2 682, rate < 0.112 %",
      "  [ ] budget: collateral 387 of 3 069 (12.6 %, 95 % bound 11.6 % to 13.6 %), budget 0.1 %",
      "  [ ] freshness: p99 of 3 069 well-formed is 190 s, above 190 s at 95 %, limit 120 s",
      "  [-] freshness: p99 187 s of 31 malformed; spends nothing",
      "  [-] recovery: recovery was not asked for",
      "  objective DLQ / processed <= 1 %: missed (13.5 %)",
      "  seed 7   replay: npx chaoslab run slow-transform --seed 7",
    ]);
  });

  for (const [what, changed] of [
    ["HELD", {}],
    ["INCONCLUSIVE", { cells: aRun({ collateral: 2 }) }],
    ["INVALID", { accepted: 3 }],
    ["INVALID", { baseline: aCohort({ cells: someCells({ lost: 300 }) }), cells: someCells(), faults: [] }],
  ] as const)
    it(`of ${what} print n, bound, efficacy, seed and replay too`, () => {
      const text = verdictLines(judge(someEvidence({ ...changed, faults: [] }), {})).join("\n");
      expect(text).to.match(new RegExp(`^${what}  slow-transform`));
      for (const part of [
        "n = ",
        "efficacy: ",
        "objective ",
        "seed 7   replay: npx chaoslab run slow-transform --seed 7",
      ])
        expect(text).to.contain(part);
    });
});
