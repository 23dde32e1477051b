import { expect } from "chai";
import fc from "fast-check";
import { malformationOf } from "../../drivers/documents/malformation.ts";
import type { Load } from "../../drivers/load.ts";

function chosen(load: Partial<Load>, documents: number, seed: number | string = 7): number[] {
  const { isMalformed } = malformationOf(seed, { perSecond: 20, malformed: 0.01, documents, ...load });
  return Array.from({ length: documents }, (_, i) => i).filter(isMalformed);
}

describe("malformation by quota", () => {
  for (const [documents, malformed, planned] of [
    [3100, 0.01, 31],
    [300, 0.01, 3],
    [99, 0.01, 0],
    [100, 0.01, 1],
    [199, 0.01, 1],
    [1000, 0, 0],
    [1000, 1, 1000],
    [1000, 0.75, 750],
    [1000, 1 / 3, 333],
    [999, 1 / 3, 333],
    [10_000, 0.0007, 7],
  ] as const)
    it(`plans ${planned} of ${documents} at ${malformed}`, () => {
      expect(chosen({ malformed }, documents)).to.have.length(planned);
    });

  it("plans floor(n r), and never more than that of any beginning plus one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer(),
        (n, mille, seed) => {
          const bad = chosen({ malformed: mille / 1000 }, n, seed);
          expect(bad).to.have.length(Math.floor((n * mille) / 1000));
          bad.forEach((sequence, i) => {
            expect(Math.floor((sequence * mille) / 1000))
              .to.be.at.least(i - 1)
              .and.at.most(i + 1);
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("takes one document of each block of a hundred", () => {
    expect(chosen({}, 3100).map((sequence) => Math.floor(sequence / 100))).to.deep.equal(
      Array.from({ length: 31 }, (_, block) => block),
    );
  });

  it("takes other documents for another seed, and spreads them over the block", () => {
    const places = new Set(Array.from({ length: 300 }, (_, seed) => chosen({}, 100, seed)[0]));
    expect(places.size).to.be.above(80);
  });

  it("decides the same whichever document is asked for first", () => {
    const forwards = chosen({}, 1000);
    const { isMalformed } = malformationOf(7, { perSecond: 20, malformed: 0.01, documents: 1000 });
    const backwards = Array.from({ length: 1000 }, (_, i) => 999 - i).filter(isMalformed);
    expect(backwards.reverse()).to.deep.equal(forwards);
  });

  it("decides the same for a longer run, as far as blocks are complete in both", () => {
    expect(chosen({}, 1050)).to.deep.equal(chosen({}, 2000).filter((sequence) => sequence < 1000));
  });

  it("goes on for as long as documents are published", () => {
    const { isMalformed, planned } = malformationOf(7, { perSecond: 20, malformed: 0.01 });
    expect(planned(5000)).to.equal(50);
    expect(isMalformed(1_000_000)).to.be.a("boolean");
    expect(malformationOf(7, { perSecond: 20, malformed: 0 }).isMalformed(10)).to.equal(false);
  });

  it("has nothing beyond the last document", () => {
    const { isMalformed } = malformationOf(7, { perSecond: 20, malformed: 1, documents: 10 });
    expect([isMalformed(9), isMalformed(10)]).to.deep.equal([true, false]);
  });

  for (const malformed of [-0.1, 1.1, Number.NaN])
    it(`refuses a share of ${malformed}`, () => {
      expect(() => malformationOf(7, { perSecond: 1, malformed }).isMalformed(0)).to.throw(RangeError, "0 to 1");
    });
});

describe("malformation in a burst", () => {
  const bursts = [{ after: 60_000, for: 100_000, malformed: 0.2 }];

  it("is 1 % before and after, and 20 % for 100 s of 20 documents", () => {
    const bad = chosen({ bursts }, 5000);
    const between = (from: number, until: number) => bad.filter((s) => s >= from && s < until).length;
    expect(between(0, 1200)).to.equal(12);
    expect(between(1200, 3200)).to.be.within(399, 401);
    expect(between(3200, 5000)).to.be.within(17, 19);
    expect(bad.length).to.equal(Math.floor(12 + 400 + 18));
  });

  it("can be all there is, even with no end of documents", () => {
    const load: Load = { perSecond: 20, malformed: 0, bursts: [{ after: 1000, for: 1000, malformed: 0.5 }] };
    const { isMalformed } = malformationOf(7, load);
    const bad = Array.from({ length: 200 }, (_, i) => i).filter(isMalformed);
    expect(bad).to.have.length(10);
    expect(bad.every((sequence) => sequence >= 20 && sequence < 40)).to.equal(true);
  });
});

describe("malformation by coin", () => {
  it("comes out near its share, and at another count for another seed", () => {
    const counts = Array.from(
      { length: 40 },
      (_, seed) => chosen({ malformedMode: "iid", malformed: 0.1 }, 1000, seed).length,
    );
    expect(counts.reduce((sum, n) => sum + n, 0)).to.be.within(3720, 4280);
    expect(new Set(counts).size).to.be.above(5);
  });

  it("is certain at the ends", () => {
    expect(chosen({ malformedMode: "iid", malformed: 0 }, 500)).to.have.length(0);
    expect(chosen({ malformedMode: "iid", malformed: 1 }, 500)).to.have.length(500);
  });
});
