import { expect } from "chai";
import { betaCdf, betaQuantile, binomialCdf } from "../../chaos/verdict/special.ts";

/** Reference values: binomial sums and their roots in 40-digit arithmetic. */
const QUANTILES: [p: number, a: number, b: number, x: number][] = [
  [0.95, 1, 3069, 0.000975650258168825],
  [0.05, 1, 3069, 1.67132179043185e-5],
  [0.05, 387, 2683, 0.11634706516094],
  [0.95, 388, 2682, 0.136383713986305],
  [0.95, 6, 105_163, 9.99615791649288e-5],
  [0.0005, 1549, 1552, 0.469995679028194],
  [0.9995, 1550, 1551, 0.529360741686596],
  [0.95, 50_001, 50_000, 0.502605717739717],
];

const TAILS: [k: number, n: number, p: number, probability: number][] = [
  [3047, 3069, 0.99, 0.95822709456693],
  [3046, 3069, 0.99, 0.936806207223982],
  [298, 299, 0.99, 0.950463743362338],
  [297, 298, 0.99, 0.949963377133674],
  [1450, 3100, 0.5, 0.000174927652116849],
  [820, 3100, 0.3, 7.10168826765728e-6],
];

/** What judging by X/n > 1 % does to a healthy pipeline, exactly: documents, FAIL by X/n, FAIL by X/successes. */
const COIN_TOSS: [n: number, byProcessed: string, bySuccesses: string][] = [
  [100, "26.4", "63.4"],
  [1000, "41.7", "54.3"],
  [10_000, "47.3", "51.3"],
  [100_000, "49.2", "61.7"],
];

describe("the incomplete beta function", () => {
  for (const [p, a, b, x] of QUANTILES)
    it(`has its ${p} quantile for a = ${a}, b = ${b} at ${x}`, () => {
      expect(betaQuantile(p, a, b) / x).to.be.closeTo(1, 1e-10);
      expect(betaCdf(betaQuantile(p, a, b), a, b)).to.be.closeTo(p, 1e-10);
    });

  it("agrees with its inverse from 10 to 100 000 documents", () => {
    for (const n of [10, 299, 3069, 100_000])
      for (let k = 0; k < n; k += Math.ceil(n / 50))
        for (const p of [0.05, 0.95])
          expect(betaCdf(betaQuantile(p, k + 1, n - k), k + 1, n - k)).to.be.closeTo(p, 1e-10);
  });
});

describe("the binomial distribution", () => {
  for (const [k, n, p, probability] of TAILS)
    it(`has P(X <= ${k}) = ${probability} for n = ${n}, p = ${p}`, () => {
      expect(binomialCdf(k, n, p) / probability).to.be.closeTo(1, 1e-10);
    });

  it("is nothing below zero and everything at n", () => {
    expect([binomialCdf(-1, 10, 0.5), binomialCdf(10, 10, 0.5), binomialCdf(0, 0, 0.5)]).to.deep.equal([0, 1, 1]);
  });

  for (const [n, byProcessed, bySuccesses] of COIN_TOSS)
    it(`fails a healthy pipeline of ${n} documents ${byProcessed} % of the time by X/n > 1 %`, () => {
      const most = (allowed: (x: number) => boolean) => {
        let x = 0;
        while (allowed(x + 1)) x++;
        return x;
      };
      const failing = (x: number) => (100 * (1 - binomialCdf(x, n, 0.01))).toFixed(1);
      expect(failing(most((x) => x * 100 <= n))).to.equal(byProcessed);
      expect(failing(most((x) => x * 100 <= n - x))).to.equal(bySuccesses);
    });
});
