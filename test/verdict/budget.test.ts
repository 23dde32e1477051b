import { expect } from "chai";
import { budget, furtherDocuments } from "../../chaos/verdict/budget.ts";
import { aRun, someCells } from "./evidence.ts";

describe("the budget", () => {
  for (const [collateral, ok, outcome] of [
    [0, 2994, "inconclusive"],
    [0, 2995, "held"],
    [1, 3068, "inconclusive"],
    [1, 4741, "held"],
    [5, 10_506, "held"],
    [6, 3063, "inconclusive"],
    [7, 3062, "refuted"],
    [387, 2682, "refuted"],
    [3069, 0, "refuted"],
  ] as const)
    it(`of 0.1 % is ${outcome} by ${collateral} collateral and ${ok} good documents`, () => {
      expect(budget(someCells({ ok, collateral }), {}).outcome).to.equal(outcome);
    });

  it("prints the count, the bound and the budget", () => {
    expect(budget(aRun(), {}).says).to.equal("collateral 0 of 3 069 (0 %, 95 % bound at most 0.0976 %), budget 0.1 %");
    expect(budget(aRun({ collateral: 387 }), {}).says).to.equal(
      "collateral 387 of 3 069 (12.6 %, 95 % bound 11.6 % to 13.6 %), budget 0.1 %",
    );
  });

  it("says how many further documents would decide", () => {
    const { says, numbers } = budget(aRun({ collateral: 2 }), {});
    expect(says).to.match(/: 3 225 further well-formed documents without damage would hold it, .* would decide$/);
    expect(numbers.furtherClean).to.equal(6294 - 3069);
  });

  it("keeps that promise: with so many more it is decided, with one fewer it is not", () => {
    const decided = (n: number, c: number) => budget(someCells({ ok: n - c, collateral: c }), {}).outcome;
    const { clean } = furtherDocuments(2, 3069, 0.001);
    expect([decided(3069 + clean, 2), decided(3068 + clean, 2)]).to.deep.equal(["held", "inconclusive"]);
    const { atThisRate } = furtherDocuments(5, 3069, 0.001);
    const n = 3069 + atThisRate;
    expect(decided(n, Math.round((5 / 3069) * n))).to.equal("refuted");
  });

  it("knows a rate that no number of documents decides", () => {
    expect(furtherDocuments(3, 3000, 0.001).atThisRate).to.equal(Number.POSITIVE_INFINITY);
    expect(budget(someCells({ ok: 2997, collateral: 3 }), {}).numbers.furtherAtThisRate).to.equal(null);
  });

  it("counts lost and corrupt documents among the well-formed, and malformed ones never", () => {
    const cells = someCells({ ok: 1, corrupt: 2, lost: 3, collateral: 4, intended: 1000, lostEvidence: 9 });
    const { numbers } = budget(cells, {});
    expect([numbers.collateral, numbers.wellFormed]).to.deep.equal([4, 10]);
  });

  it("takes the hypothesis' own budget", () => {
    const allowed = (share: number) => budget(aRun({ collateral: 3 }), { collateral: { budget: share } }).outcome;
    expect([0.01, 0.0001].map(allowed)).to.deep.equal(["held", "refuted"]);
  });

  it("still prints the damage where collateral is permitted", () => {
    const { outcome, says } = budget(aRun({ collateral: 3069 }), { permits: ["collateral"] });
    expect(outcome).to.equal("permitted");
    expect(says).to.equal("collateral 3 069 of 3 069 (100.0 %, 95 % bound 99.9 % to 100.0 %), permitted here");
  });

  it("decides nothing when there was no well-formed document", () => {
    expect(budget(someCells({ intended: 100 }), {}).outcome).to.equal("inconclusive");
  });
});
