import { expect } from "chai";
import * as bounds from "../../chaos/verdict/bounds.ts";
import { percent } from "../../chaos/verdict/words.ts";
import { Random } from "../../cloud/kernel/random.ts";

/** The fewest well-formed documents that show each budget held, with 0, 1, 2 and 5 collateral ones: exact minima. */
const NEEDED: [budget: number, needed: number[]][] = [
  [0.01, [299, 473, 628, 1049]],
  [0.005, [598, 947, 1258, 2100]],
  [0.001, [2995, 4742, 6294, 10_511]],
  [0.0001, [29_956, 47_437, 62_956, 105_128]],
];

describe("Clopper-Pearson bounds", () => {
  for (const [budget, needed] of NEEDED)
    it(`need ${needed.join(", ")} documents for a budget of ${budget}`, () => {
      expect([0, 1, 2, 5].map((count) => bounds.documentsNeeded(budget, count))).to.deep.equal(needed);
      expect(bounds.upperBound(0, needed[0]! - 1)).to.be.above(budget);
      expect(bounds.upperBound(5, needed[3]! - 1)).to.be.above(budget);
    });

  it("prove at most 0.0976 % by zero of 3 069", () => {
    expect(percent(bounds.upperBound(0, 3069))).to.equal("0.0976 %");
    expect(bounds.upperBound(0, 3069)).to.be.closeTo(1 - 0.05 ** (1 / 3069), 1e-14);
  });

  it("meet at the ends of the scale", () => {
    expect([bounds.lowerBound(0, 10), bounds.upperBound(10, 10)]).to.deep.equal([0, 1]);
    expect([bounds.lowerBound(0, 0), bounds.upperBound(0, 0)]).to.deep.equal([0, 1]);
    expect(bounds.lowerBound(10, 10)).to.be.closeTo(0.05 ** 0.1, 1e-12);
  });

  it("allow as many documents as still show the budget held", () => {
    expect([2994, 3069, 4742, 10_511].map((of) => bounds.countAllowed(0.001, of))).to.deep.equal([undefined, 0, 1, 5]);
  });

  it("have no number of documents for a budget of nothing", () => {
    expect(bounds.documentsNeeded(0)).to.equal(Number.POSITIVE_INFINITY);
  });

  for (const share of [0.0005, 0.01, 0.126])
    it(`contain a true share of ${share} in at least 95 % of seeded samples, each side`, () => {
      const chance = Random.fromSeed(1).fork(`coverage ${share}`);
      const samples = Array.from({ length: 2000 }, () => binomial(chance, 1000, share));
      const below = samples.filter((count) => bounds.lowerBound(count, 1000) <= share).length / samples.length;
      const above = samples.filter((count) => bounds.upperBound(count, 1000) >= share).length / samples.length;
      // Three standard errors of 2 000 samples at 95 % are 1.5 %.
      expect(below).to.be.at.least(0.935);
      expect(above).to.be.at.least(0.935);
    });
});

describe("the rule of three", () => {
  it("prints -ln(0.05) / n beside a zero", () => {
    expect(bounds.noneSeenBound(3069)).to.be.closeTo(-Math.log(0.05) / 3069, 1e-15);
    expect([bounds.noneSeenBound(0), bounds.noneSeenBound(2)]).to.deep.equal([1, 1]);
  });
});

describe("the efficacy interval", () => {
  it("expects 1 458 to 1 642 strikes of 3 100 attempts at one half", () => {
    expect(bounds.binomialInterval(3100, 0.5)).to.deep.equal({ low: 1458, high: 1642 });
  });

  it("is one number when chance has no say", () => {
    expect(bounds.binomialInterval(40, 1)).to.deep.equal({ low: 40, high: 40 });
    expect(bounds.binomialInterval(0, 0.5)).to.deep.equal({ low: 0, high: 0 });
  });

  it("leaves out an honest fault less than once in a thousand seeded runs", () => {
    const chance = Random.fromSeed(2).fork("efficacy");
    const { low, high } = bounds.binomialInterval(400, 0.3);
    const outside = Array.from({ length: 3000 }, () => binomial(chance, 400, 0.3)).filter((k) => k < low || k > high);
    expect(outside.length).to.be.at.most(9);
  });
});

describe("the order statistic of a percentile", () => {
  it("is the 3 048th of 3 069 values for the 99th", () => {
    expect(bounds.upperRank(3069, 99)).to.equal(3048);
  });

  it("does not exist below 299 values for the 99th", () => {
    expect([bounds.upperRank(298, 99), bounds.upperRank(299, 99)]).to.deep.equal([undefined, 299]);
    expect([bounds.valuesNeeded(99), bounds.valuesNeeded(50)]).to.deep.equal([299, 5]);
  });

  it("lies as far below as above", () => {
    expect([bounds.lowerRank(3069, 99), bounds.lowerRank(3, 99)]).to.deep.equal([3029, 3]);
    expect(bounds.lowerRank(3, 50)).to.equal(undefined);
  });

  it("bounds the true percentile in at least 95 % of seeded samples", () => {
    const chance = Random.fromSeed(3).fork("order statistics");
    const rank = bounds.upperRank(500, 99)!;
    const covered = Array.from({ length: 1000 }, () => {
      const sorted = Array.from({ length: 500 }, () => chance.next()).sort((a, b) => a - b);
      return sorted[rank - 1]! >= 0.99;
    });
    expect(covered.filter(Boolean).length).to.be.at.least(930);
  });
});

function binomial(chance: { chance(p: number): boolean }, n: number, p: number): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (chance.chance(p)) count++;
  return count;
}
