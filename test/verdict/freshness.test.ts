import { expect } from "chai";
import type { Hypothesis } from "../../chaos/verdict/evidence.ts";
import { freshness, malformedFreshness } from "../../chaos/verdict/freshness.ts";
import { SECOND, someCells, times } from "./evidence.ts";

const twoMinutes: Hypothesis = { freshness: { percentile: 99, within: 120 * SECOND } };

function late(n: number, of: number, lost = 0) {
  const sample = [...times(of - n - lost), ...times(n, 121 * SECOND)];
  return freshness({ cells: someCells({ ok: of - lost, lost }), freshness: sample }, twoMinutes);
}

describe("freshness", () => {
  for (const [n, outcome] of [
    [0, "held"],
    [21, "held"],
    [22, "inconclusive"],
    [40, "inconclusive"],
    [41, "refuted"],
    [3069, "refuted"],
  ] as const)
    it(`at p99 is ${outcome} with ${n} of 3 069 documents late`, () => {
      expect(late(n, 3069).outcome).to.equal(outcome);
    });

  it("is bounded by the 3 048th of 3 069 values", () => {
    const values = times(3069).map((_, i) => 3069 - i);
    const { numbers, says } = freshness({ cells: someCells({ ok: 3069 }), freshness: values }, twoMinutes);
    expect([numbers.rank, numbers.upper, numbers.lower]).to.deep.equal([3048, 3048, 3029]);
    expect(says).to.equal("p99 of 3 069 well-formed is 3 s, bound 3 s (value 3 048, at 95 %), limit 120 s");
  });

  it("cannot be shown by fewer than 299 documents", () => {
    expect([late(0, 298).outcome, late(0, 299).outcome]).to.deep.equal(["inconclusive", "held"]);
    expect(late(0, 298).says).to.match(/too few to bound: 299 are needed$/);
  });

  it("can be refuted by few", () => {
    expect(late(5, 20).outcome).to.equal("refuted");
  });

  it("counts a lost document as infinitely late", () => {
    expect(late(0, 3069, 21).outcome).to.equal("held");
    expect(late(0, 3069, 41).outcome).to.equal("refuted");
    const { says, numbers } = late(0, 3069, 41);
    expect(says).to.match(/is never, above never at 95 %/);
    expect(numbers.upper).to.equal(null);
  });

  it("is not judged where the hypothesis does not ask", () => {
    expect(freshness({ cells: someCells(), freshness: [] }, {}).outcome).to.equal("not judged");
  });

  it("of malformed documents spends nothing", () => {
    const { outcome, says } = malformedFreshness(times(31, 187 * SECOND));
    expect([outcome, says]).to.deep.equal(["not judged", "p99 187 s of 31 malformed; spends nothing"]);
    expect(malformedFreshness([]).says).to.equal("no malformed document was dead-lettered; spends nothing");
  });
});
