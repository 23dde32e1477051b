import { expect } from "chai";
import fc from "fast-check";
import { Distribution, EXACT_VALUES, type Frequency } from "../../cloud/cloudwatch/metrics/distribution.ts";

const aDistribution = (values: readonly number[]) => {
  const distribution = new Distribution();
  for (const value of values) distribution.add(value);
  return distribution;
};

const total = (frequencies: readonly Frequency[]) => frequencies.reduce((sum, { count }) => sum + count, 0);

describe("A distribution", () => {
  it("keeps a thousand values as they are", () => {
    const values = Array.from({ length: EXACT_VALUES }, (_, i) => i * 1.37);
    expect(aDistribution(values.toReversed()).sorted()).to.deep.equal(values.map((value) => ({ value, count: 1 })));
  });

  it("counts a value that comes again, and one that comes many times at once", () => {
    const distribution = aDistribution([3, 1, 3, 3]);
    distribution.add(1, 5);
    expect(distribution.sorted()).to.deep.equal([
      { value: 1, count: 6 },
      { value: 3, count: 3 },
    ]);
  });

  it("puts neighbours together beyond that, less than one per cent apart, and loses none of them", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => 100 + i * 0.173);
    const kept = aDistribution(values).sorted();
    expect(kept.length).to.be.below(1000);
    expect(total(kept)).to.equal(values.length);
    let rank = -1;
    for (const { value, count } of kept) {
      const first = values[rank + 1]!;
      rank += count;
      expect(value).to.equal(values[rank]);
      expect(value / first).to.be.below(1 + 1 / 128);
    }
  });

  it("still tells whole numbers apart up to 256", () => {
    const crowd = Array.from({ length: 1500 }, (_, i) => 1000 + i);
    const kept = aDistribution([...crowd, 0, 1, 2, 255, 256, 1])
      .sorted()
      .slice(0, 5);
    expect(kept).to.deep.equal([0, 1, 2, 255, 256].map((value) => ({ value, count: value === 1 ? 2 : 1 })));
  });

  it("does not depend on the order of its values, nor on how they are spread over two that are put together", () => {
    const many = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 900, maxLength: 1100 });
    fc.assert(
      fc.property(many, fc.nat({ max: 1100 }), (values, cut) => {
        const whole = aDistribution(values).sorted();
        expect(aDistribution(values.toReversed()).sorted()).to.deep.equal(whole);
        const left = aDistribution(values.slice(0, cut));
        left.absorb(aDistribution(values.slice(cut)));
        expect(left.sorted()).to.deep.equal(whole);
      }),
      { numRuns: 30 },
    );
  });
});
