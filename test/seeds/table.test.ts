import { expect } from "chai";
import { CASES, figuresOf, strays } from "../../bench/cases.ts";
import { trial } from "../../bench/trial.ts";

/** Two of the seeds that `npm run table` goes through by the dozen. */
const SEEDS = [7, 8];

describe("the simulation reproduces", function () {
  this.timeout(300_000);

  for (const one of CASES) {
    for (const seed of SEEDS) {
      it(`${one.name} (seed ${seed})`, async () => {
        const ended = await trial(one.experiment, { seed, settings: one.settings });
        expect(strays(one, figuresOf(ended))).to.deep.equal([]);
      });
    }
  }
});
