import { expect } from "chai";
import fc from "fast-check";
import { minimumOf } from "../../lab/shrink/minimum.ts";

const elements = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 40 });

/** Shows it when every one of these is there. */
function needs(wanted: readonly number[]) {
  return async (some: readonly number[]) => wanted.every((element) => some.includes(element));
}

describe("the minimum of what shows something", () => {
  it("is what it takes and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(elements, fc.infiniteStream(fc.boolean()), async (all, coins) => {
        const wanted = all.filter(() => coins.next().value);
        const expected = wanted.length > 0 ? wanted : 1;
        const minimum = await minimumOf(all, needs(wanted));
        if (expected === 1) expect(minimum).to.have.length(1);
        else expect(minimum).to.deep.equal(wanted);
      }),
    );
  });

  it("can do without none of its elements, whatever it is that shows it", async () => {
    await fc.assert(
      fc.asyncProperty(elements, fc.integer({ min: 2, max: 7 }), async (all, divisor) => {
        // Not monotonic: a part may show what a larger part does not.
        const shows = async (some: readonly number[]) =>
          some.length === all.length || some.reduce((sum, n) => sum + n, 0) % divisor === 1;
        const minimum = await minimumOf(all, shows);
        expect(await shows(minimum)).to.equal(true);
        if (minimum.length === 1) return;
        for (const out of minimum) expect(await shows(minimum.filter((element) => element !== out))).to.equal(false);
      }),
    );
  });

  it("is found in few steps where one element is enough", async () => {
    let asked = 0;
    const all = Array.from({ length: 1024 }, (_, i) => i);
    const minimum = await minimumOf(all, (some) => {
      asked++;
      return needs([700])(some);
    });
    expect(minimum).to.deep.equal([700]);
    expect(asked).to.be.at.most(20);
  });
});
