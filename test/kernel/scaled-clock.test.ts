import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { ScaledClock } from "../../cloud/kernel/scaled-clock.ts";

describe("a scaled clock", () => {
  it("lets a minute pass in three seconds at a scale of 0.05", async () => {
    const real = new VirtualClock();
    const fast = new ScaledClock(real, 0.05);
    await real.run(fast.sleep(60_000));
    expect([real.now() - EPOCH, fast.now() - EPOCH]).to.deep.equal([3000, 60_000]);
  });

  it("tells an instant of either time in the other", async () => {
    const real = new VirtualClock();
    const fast = new ScaledClock(real, 0.05);
    await real.run(real.sleep(1000));
    expect([fast.scaled(EPOCH + 3000), fast.scaled(EPOCH - 3000)]).to.deep.equal([EPOCH + 60_000, EPOCH - 60_000]);
    expect([fast.real(EPOCH + 60_000), fast.real(fast.now())]).to.deep.equal([EPOCH + 3000, EPOCH + 1000]);
  });

  it("rings at its own instants, once and again", async () => {
    const real = new VirtualClock();
    const fast = new ScaledClock(real, 0.1);
    const rung: string[] = [];
    fast.at(EPOCH + 50_000, () => void rung.push(`at ${fast.now() - EPOCH}`));
    const every = fast.every(20_000, () => void rung.push(`every ${fast.now() - EPOCH}`));
    await real.run(real.sleep(6500));
    every.cancel();
    expect(rung).to.deep.equal(["every 20000", "every 40000", "at 50000", "every 60000"]);
  });
});
