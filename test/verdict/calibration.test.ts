import { expect } from "chai";
import { budget } from "../../chaos/verdict/budget.ts";
import { efficacy } from "../../chaos/verdict/efficacy.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { someCells } from "./evidence.ts";

/** How often each outcome comes up when every well-formed document is damaged with the same probability. */
function outcomes(runs: number, documents: number, probability: number): Record<string, number> {
  const chance = Random.fromSeed(11).fork(`planted ${probability}`);
  const seen: Record<string, number> = {};
  for (let run = 0; run < runs; run++) {
    const collateral = draws(chance, documents, probability);
    const { outcome } = budget(someCells({ ok: documents - collateral, collateral }), {});
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  return seen;
}

function draws(chance: Random, n: number, probability: number): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (chance.chance(probability)) count++;
  return count;
}

describe("the rule, over seeded runs of 10 000 documents", () => {
  it("refutes a planted collateral of 0.5 % at least 99 times in a hundred", () => {
    expect(outcomes(200, 10_000, 0.005).refuted ?? 0).to.be.at.least(198);
  });

  it("holds a planted collateral of 0.02 % at least 90 times in a hundred, and never refutes it", () => {
    const seen = outcomes(200, 10_000, 0.0002);
    expect(seen.held ?? 0).to.be.at.least(180);
    expect(seen.refuted ?? 0).to.equal(0);
  });

  it("refutes collateral at exactly the budget at most once in twenty", () => {
    expect(outcomes(400, 10_000, 0.001).refuted ?? 0).to.be.at.most(24);
  });
});

describe("the efficacy gate, over seeded flagship runs", () => {
  it("calls at most one of 200 invalid", () => {
    const chance = Random.fromSeed(12).fork("flagship");
    const run = () =>
      efficacy({ name: "latency", probability: 0.5, firstAttempts: 3100, struck: draws(chance, 3100, 0.5) });
    const invalid = Array.from({ length: 200 }, run).filter(({ outcome }) => outcome !== "held");
    expect(invalid.length).to.be.at.most(1);
  });
});
