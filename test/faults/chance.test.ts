import { expect } from "chai";
import { chances } from "../../src/faults/chance.ts";

const first = (seed: number, requestId: string, start: number, fault: string): number =>
  chances(seed, { requestId, start }, fault)();

describe("chance", () => {
  it("is a function of seed, request id, start and fault, and of nothing else", () => {
    const next = chances(7, { requestId: "a", start: 1000 }, "latency");
    const again = chances(7, { requestId: "a", start: 1000 }, "latency");
    expect([next(), next(), next()]).to.deep.equal([again(), again(), again()]);
  });

  it("is the same on every machine and in every release", () => {
    const next = chances(7, { requestId: "9f0c1c4e-0000-4000-8000-000000000001", start: 1_767_225_600_000 }, "latency");
    expect([next(), next()].map((chance) => chance * 2 ** 32)).to.deep.equal([1_658_559_976, 4_256_324_387]);
  });

  it("differs when any of the four differs", () => {
    const numbers = [
      first(7, "a", 1000, "latency"),
      first(8, "a", 1000, "latency"),
      first(7, "b", 1000, "latency"),
      first(7, "a", 1001, "latency"),
      first(7, "a", 1000, "exception"),
    ];
    expect(new Set(numbers).size).to.equal(numbers.length);
  });

  it("is spread evenly over consecutive runs", () => {
    const buckets = new Array<number>(20).fill(0);
    const runs = 40_000;
    for (let run = 0; run < runs; run++) buckets[Math.floor(first(7, `request-${run}`, 1000 + run, "latency") * 20)]!++;
    const chiSquare = buckets.reduce((sum, count) => sum + (count - runs / 20) ** 2 / (runs / 20), 0);
    expect(chiSquare, "99.9 % of a chi-square with 19 degrees of freedom").to.be.below(43.8);
  });

  it("strikes the share of runs that it should, within the 99.9 % interval", () => {
    const runs = 20_000;
    for (const probability of [0.001, 0.02, 0.3, 0.5, 0.99]) {
      let struck = 0;
      for (let run = 0; run < runs; run++)
        struck += first(run % 5, `r-${run}`, 1_767_225_600_000, "f") < probability ? 1 : 0;
      const spread = 3.29 * Math.sqrt(runs * probability * (1 - probability)) + 1;
      expect(struck, String(probability)).to.be.within(runs * probability - spread, runs * probability + spread);
    }
  });

  it("of two faults, and of two attempts of a run, is independent", () => {
    const pairs = [0, 0, 0, 0];
    const attempts = [0, 0, 0, 0];
    for (let run = 0; run < 20_000; run++) {
      const latency = first(1, `r-${run}`, run * 50, "latency") < 0.5;
      pairs[(latency ? 2 : 0) + (first(1, `r-${run}`, run * 50, "exception") < 0.5 ? 1 : 0)]!++;
      attempts[(latency ? 2 : 0) + (first(1, `r-${run}`, run * 50 + 60_000, "latency") < 0.5 ? 1 : 0)]!++;
    }
    for (const count of [...pairs, ...attempts]) expect(count).to.be.within(4_790, 5_210);
  });
});
