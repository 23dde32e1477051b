import { expect } from "chai";
import type { Cells } from "../../chaos/verdict/evidence.ts";
import { objective, objectiveLine } from "../../chaos/verdict/objective.ts";
import { judge } from "../../chaos/verdict/rule.ts";
import { aRun, someCells, someEvidence } from "./evidence.ts";

const line = (cells: Cells) => objectiveLine(objective(cells));
const sentence = (cells: Cells, permits: "collateral"[] = []) =>
  judge(someEvidence({ cells, faults: [] }), { permits }).objective.disagreement;

describe("the objective", () => {
  it("is met by exactly one in a hundred", () => {
    expect(line(aRun())).to.equal("objective DLQ / processed <= 1 %: met (1.0 %)");
    expect(line(aRun({ collateral: 1 }))).to.match(/missed/);
  });

  it("is missed by the flagship experiment, at 13.5 %", () => {
    expect(line(aRun({ collateral: 387 }))).to.equal("objective DLQ / processed <= 1 %: missed (13.5 %)");
  });

  it("counts documents that reached an end, and no others", () => {
    expect(objective(someCells({ ok: 98, corrupt: 1, lost: 500, intended: 1, lostEvidence: 7 }))).to.deep.include({
      deadLettered: 1,
      processed: 100,
      met: true,
    });
  });

  it("is not measured when nothing was processed", () => {
    expect(line(someCells({ lost: 10 }))).to.match(/not measured/);
  });

  it("agrees with most verdicts, and then says nothing", () => {
    expect([sentence(aRun()), sentence(aRun({ collateral: 387 })), sentence(aRun({ collateral: 2 }))]).to.deep.equal([
      null,
      null,
      null,
    ]);
  });

  it("explains a poison burst, held at 20 %", () => {
    expect(sentence(someCells({ ok: 4000, intended: 1000 }))).to.equal(
      "The objective is missed and the claim still holds: 1 000 of the 1 000 dead letters were malformed on purpose, " +
        "and no well-formed document was dead-lettered.",
    );
    expect(sentence(someCells({ ok: 1, collateral: 3000, intended: 31 }), ["collateral"])).to.match(
      /within what the claim allows/,
    );
  });

  it("explains a claim refuted below one per cent", () => {
    expect(sentence(someCells({ ok: 4950, lost: 1, intended: 50 }))).to.match(
      /it counts dead letters, and other things went wrong\.$/,
    );
    expect(sentence(someCells({ ok: 9950, collateral: 50 }))).to.match(/it allows more than the budget does\.$/);
  });
});
