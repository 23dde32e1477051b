import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { delay, duplicate, Link, lose } from "../../cloud/kernel/link.ts";
import { Quantiles } from "../../cloud/kernel/quantiles.ts";
import { Random } from "../../cloud/kernel/random.ts";

function aLink() {
  const clock = new VirtualClock();
  const arrived: string[] = [];
  const link = new Link<string>({
    clock,
    random: Random.fromSeed(1),
    latency: new Quantiles({ 0: 100, 100: 100 }),
    deliver: (parcel) => void arrived.push(`${parcel} at ${clock.now() - EPOCH}`),
  });
  return { clock, link, arrived };
}

describe("a link", () => {
  it("delivers after its latency", async () => {
    const { clock, link, arrived } = aLink();
    link.send("a");
    await clock.run(clock.sleep(1000));
    expect(arrived).to.deep.equal(["a at 100"]);
  });

  it("loses, duplicates and delays as its faults say", async () => {
    const { clock, link, arrived } = aLink();
    const heal = link.disturb(lose({ probability: 1 }));
    link.send("lost");
    heal();
    link.disturb(duplicate({ probability: 1 }));
    link.disturb(delay({ probability: 1, min: 500, max: 500 }));
    link.send("twice and late");
    await clock.run(clock.sleep(1000));
    expect(arrived).to.deep.equal(["twice and late at 600", "twice and late at 600"]);
  });

  for (const [kind, fault] of [
    ["lost", lose({ probability: 0.5 })],
    ["duplicated", duplicate({ probability: 0.5 })],
    ["delayed", delay({ probability: 0.5, min: 500, max: 500 })],
  ] as const) {
    it(`tells of each parcel that is ${kind}`, async () => {
      const { clock, link, arrived } = aLink();
      let told = 0;
      link.disturb(fault, () => void told++);
      for (let i = 0; i < 100; i++) link.send("a");
      await clock.run(clock.sleep(1000));
      const late = arrived.filter((parcel) => parcel === "a at 600").length;
      expect(told).to.be.within(30, 70);
      expect(told).to.equal(kind === "delayed" ? late : Math.abs(arrived.length - 100));
    });
  }

  it("strikes with its probability", async () => {
    const { clock, link, arrived } = aLink();
    link.disturb(lose({ probability: 0.25 }));
    for (let i = 0; i < 2000; i++) link.send("x");
    await clock.run(clock.sleep(1000));
    expect(arrived.length).to.be.within(1_420, 1_580);
  });
});
