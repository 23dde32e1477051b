import { expect } from "chai";
import { CASES, figuresOf, strays } from "../../bench/cases.ts";
import { trial } from "../../bench/trial.ts";

/** One of the seeds that `npm run table` goes through by the dozen. */
const SEED = 7;

describe("the simulation reproduces", function () {
  this.timeout(300_000);

  for (const one of CASES) {
    it(`${one.name} (seed ${SEED})`, async () => {
      const ended = await trial(one.experiment, { seed: SEED, settings: one.settings });
      expect(strays(one, figuresOf(ended))).to.deep.equal([]);
    });
  }
});
