import { expect } from "chai";
import { aMatrix, EARLY, HELD, KILLED, OPEN } from "./answers.ts";

describe("the score", () => {
  it("counts a flaw that one experiment kills, at the baseline or later", () => {
    const { score, passed, flaws } = aMatrix({
      repaired: { a: HELD, b: HELD },
      "flaw-a": { a: KILLED, b: HELD },
      "flaw-b": { a: OPEN, b: EARLY },
    });
    expect([score, passed]).to.deep.equal([{ killed: 2, of: 2 }, true]);
    expect(flaws.map(({ killedBy }) => killedBy)).to.deep.equal([["a"], ["b"]]);
  });

  it("counts none that survives or stays inconclusive", () => {
    const { score, passed } = aMatrix({
      repaired: { a: HELD },
      "flaw-a": { a: HELD },
      "flaw-b": { a: OPEN },
      "flaw-c": { a: KILLED },
    });
    expect([score, passed]).to.deep.equal([{ killed: 1, of: 3 }, false]);
  });

  it("counts no kill that another seed does not repeat", () => {
    const { score, flaws, passed } = aMatrix({
      repaired: { a: ["survived", "survived"] },
      "flaw-a": { a: ["killed", "survived"] },
    });
    expect(score).to.deep.equal({ killed: 0, of: 1 });
    expect(flaws[0]!.cells[0]).to.deep.include({ outcome: "inconclusive", reason: "survived with <seed> 8" });
    expect(passed).to.equal(false);
  });

  it("takes a kill at the baseline and one later for a kill with every seed", () => {
    const { score, flaws } = aMatrix({
      repaired: { a: ["survived", "survived"] },
      "flaw-a": { a: ["killed at the baseline", "killed"] },
    });
    expect(score.killed).to.equal(1);
    expect(flaws[0]!.cells[0]!.outcome).to.equal("killed");
  });

  for (const [what, said] of [
    ["refuted", KILLED],
    ["inconclusive", OPEN],
    ["broken at the baseline", EARLY],
    ["held by some seeds only", ["survived", "inconclusive"]],
  ] as const)
    it(`is not passed by a repaired pipeline that is ${what}, though every flaw is killed`, () => {
      const twice = said.length > 1;
      const { score, passed } = aMatrix({
        repaired: { a: said },
        "flaw-a": { a: twice ? ["killed", "killed"] : KILLED },
      });
      expect(score).to.deep.equal({ killed: 1, of: 1 });
      expect(passed).to.equal(false);
    });

  it("takes in what only some pipelines are asked, and counts what nobody asked neither way", () => {
    const { score, passed, flaws } = aMatrix({
      repaired: { a: HELD, b: HELD },
      "flaw-a": { a: KILLED },
      "flaw-b": { b: KILLED },
    });
    expect([score, passed]).to.deep.equal([{ killed: 2, of: 2 }, true]);
    expect(flaws.map(({ cells }) => cells.map(({ outcome }) => outcome))).to.deep.equal([
      ["killed", "not asked"],
      ["not asked", "killed"],
    ]);
  });

  it("has nothing to find where no flaw was chosen, and still asks the repaired pipeline", () => {
    expect(aMatrix({ repaired: { a: HELD } })).to.deep.include({ score: { killed: 0, of: 0 }, passed: true });
    expect(aMatrix({ repaired: { a: OPEN } }).passed).to.equal(false);
  });
});
