import { expect } from "chai";
import type { Cells } from "../../chaos/verdict/evidence.ts";
import { invariants, singleEffects } from "../../chaos/verdict/invariants.ts";
import { aRun, someCells } from "./evidence.ts";

function refuted(damage: Partial<Cells>, permits: ("lost" | "corrupt" | "poison accepted")[] = []): string[] {
  const findings = invariants(aRun(damage), { permits });
  return findings.filter(({ outcome }) => outcome === "refuted").map(({ says }) => says);
}

describe("the invariants", () => {
  it("hold in a healthy run, each with the rate its zero leaves possible", () => {
    expect(invariants(aRun(), {}).map(({ says }) => says)).to.deep.equal([
      "lost 0 of 3 069, rate < 0.0976 %",
      "lost evidence 0 of 31, rate < 9.7 %",
      "poison accepted 0 of 31, rate < 9.7 %",
      "corrupt 0 of 3 069, rate < 0.0976 %",
    ]);
  });

  for (const [damage, says] of [
    [{ lost: 1 }, "lost 1 of 3 069"],
    [{ lostEvidence: 1 }, "lost evidence 1 of 31"],
    [{ poisonAccepted: 1 }, "poison accepted 1 of 31"],
    [{ corrupt: 1 }, "corrupt 1 of 3 069"],
  ] as const)
    it(`are refuted by the first counter-example: ${says}`, () => {
      expect(refuted(damage)).to.deep.equal([says]);
    });

  it("still print a loss that is the experiment's subject", () => {
    const [lost, evidence] = invariants(aRun({ lost: 12, lostEvidence: 1 }), { permits: ["lost"] });
    expect([lost!.outcome, lost!.says]).to.deep.equal(["permitted", "lost 12 of 3 069, permitted here"]);
    expect(evidence!.outcome).to.equal("permitted");
  });

  it("permit nothing beyond what was named", () => {
    expect(refuted({ lost: 1, corrupt: 1 }, ["lost"])).to.deep.equal(["corrupt 1 of 3 068"]);
    expect(refuted({ corrupt: 1, poisonAccepted: 1 }, ["corrupt", "poison accepted"])).to.deep.equal([]);
  });

  it("say nothing of documents that were not there", () => {
    const [, evidence] = invariants(someCells({ ok: 100 }), {});
    expect([evidence!.outcome, evidence!.says]).to.deep.equal(["not judged", "lost evidence 0 of 0"]);
  });

  it("count effects only where they are asked for", () => {
    expect(singleEffects(aRun(), 0).outcome).to.equal("held");
    expect(singleEffects(aRun(), 1).says).to.equal("duplicate effects 1 of 3 069");
    expect(singleEffects(aRun(), 1).outcome).to.equal("refuted");
  });
});
