import { expect } from "chai";
import { streamOf } from "../../drivers/random.ts";

describe("a stream", () => {
  it("is the same for the same names, on every machine", () => {
    expect(streamOf(7, "pinned").hex(16)).to.equal("3bc898aa77bc627f");
    expect(streamOf("7", "pinned").hex(16)).to.equal("3bc898aa77bc627f");
  });

  it("differs with any of its names", () => {
    const first = [streamOf(7, "a", 0), streamOf(8, "a", 0), streamOf(7, "b", 0), streamOf(7, "a", 1)];
    expect(new Set(first.map((stream) => stream.hex(16))).size).to.equal(4);
  });

  it("is even over neighbouring names", () => {
    const draws = Array.from({ length: 20_000 }, (_, i) => streamOf(7, "document", i).next());
    const tenths = Array.from({ length: 10 }, (_, t) => draws.filter((draw) => Math.floor(draw * 10) === t).length);
    // 2 000 each, and five standard deviations of it.
    for (const count of tenths) expect(count).to.be.within(1788, 2212);
  });

  it("draws integers with both ends, and picks every item", () => {
    const stream = streamOf("ends");
    expect(new Set(Array.from({ length: 200 }, () => stream.integer(2, 5)))).to.deep.equal(new Set([2, 3, 4, 5]));
    expect(new Set(Array.from({ length: 200 }, () => stream.pick(["a", "b", "c"]))).size).to.equal(3);
  });
});
