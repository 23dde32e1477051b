import { expect } from "chai";
import { Quantiles } from "../../cloud/kernel/quantiles.ts";
import { Random } from "../../cloud/kernel/random.ts";

describe("a random stream", () => {
  it("is the same for the same seed and name, and another for another", () => {
    const draw = (random: Random) => Array.from({ length: 8 }, () => random.bits());
    expect(draw(Random.fromSeed(7).fork("sqs"))).to.deep.equal(draw(Random.fromSeed(7).fork("sqs")));
    expect(draw(Random.fromSeed(7).fork("sqs"))).to.not.deep.equal(draw(Random.fromSeed(7).fork("sns")));
    expect(draw(Random.fromSeed(7))).to.not.deep.equal(draw(Random.fromSeed(8)));
  });

  it("gives these bits for seed 7, on any machine", () => {
    const random = Random.fromSeed(7).fork("sqs");
    expect(Array.from({ length: 3 }, () => random.hex(8))).to.deep.equal(GOLDEN);
  });

  it("leaves a fork's draws alone when others draw", () => {
    const parent = Random.fromSeed(1);
    const before = parent.fork("child").next();
    parent.next();
    parent.fork("another").next();
    expect(parent.fork("child").next()).to.equal(before);
  });

  it("draws evenly", () => {
    const random = Random.fromSeed(3);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random.next() * 10)]!++;
    for (const count of counts) expect(count).to.be.within(9_600, 10_400);
  });

  it("strikes with its probability over neighbouring names", () => {
    let struck = 0;
    for (let i = 0; i < 20_000; i++) if (Random.fromSeed(7).fork(`request ${i}`).chance(0.3)) struck++;
    expect(struck).to.be.within(5_750, 6_250);
  });

  it("writes UUIDs of version 4", () => {
    expect(Random.fromSeed(1).uuid()).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("quantiles", () => {
  it("give back the points they were made of, and straight lines between", () => {
    const latency = new Quantiles({ 0: 10, 50: 20, 100: 100 });
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => latency.at(share))).to.deep.equal([10, 15, 20, 60, 100]);
  });

  it("refuse points that fall or leave out an end", () => {
    expect(() => new Quantiles({ 0: 10, 100: 5 })).to.throw(RangeError);
    expect(() => new Quantiles({ 1: 10, 100: 50 })).to.throw(RangeError);
  });

  it("draw as they were made", () => {
    const latency = new Quantiles({ 0: 0, 50: 20, 100: 100 });
    const random = Random.fromSeed(5);
    const below = Array.from({ length: 10_000 }, () => latency.draw(random)).filter((value) => value < 20).length;
    expect(below).to.be.within(4_800, 5_200);
  });
});

const GOLDEN = ["f207d12a", "232cafa6", "4f80374c"];
