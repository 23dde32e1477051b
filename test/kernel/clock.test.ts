import { expect } from "chai";
import { EPOCH, VirtualClock, WallClock } from "../../cloud/kernel/clock.ts";

describe("a virtual clock", () => {
  it("starts at the epoch and moves to the next alarm when all wait", async () => {
    const clock = new VirtualClock();
    const heard: string[] = [];
    const wait = async (name: string, milliseconds: number) => {
      await clock.sleep(milliseconds);
      heard.push(`${name} at ${clock.now() - EPOCH}`);
    };
    await clock.run(Promise.all([wait("late", 300_000), wait("early", 10), wait("middle", 20)]));
    expect(heard).to.deep.equal(["early at 10", "middle at 20", "late at 300000"]);
  });

  it("rings alarms of one instant in the order they were set", async () => {
    const clock = new VirtualClock();
    const rung: number[] = [];
    for (let i = 0; i < 100; i++) clock.at(EPOCH + 5, () => void rung.push(i));
    await clock.run(clock.sleep(5));
    expect(rung).to.deep.equal(Array.from({ length: 100 }, (_, i) => i));
  });

  it("does not ring a cancelled alarm", async () => {
    const clock = new VirtualClock();
    const rung: string[] = [];
    clock.at(EPOCH + 5, () => void rung.push("cancelled")).cancel();
    clock.at(EPOCH + 6, () => void rung.push("kept"));
    await clock.run(clock.sleep(10));
    expect(rung).to.deep.equal(["kept"]);
  });

  it("waits for whoever is busy before it moves", async () => {
    const clock = new VirtualClock();
    const order: string[] = [];
    const story = async () => {
      const slow = clock.activity.during(() => new Promise<void>((resolve) => setTimeout(resolve, 30)));
      const done = slow.then(() => order.push(`worked at ${clock.now() - EPOCH}`));
      await Promise.all([clock.sleep(1).then(() => order.push("slept")), done]);
    };
    await clock.run(story());
    expect(order).to.deep.equal(["worked at 0", "slept"]);
  });

  it("says so when the story waits for what no alarm will bring, background tasks or not", async () => {
    const clock = new VirtualClock();
    clock.every(60_000, () => {});
    const error = await clock.run(new Promise(() => {})).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.match(/virtual time is stuck/);
  });

  it("repeats background tasks from the instant they were due", async () => {
    const clock = new VirtualClock();
    const rung: number[] = [];
    const minutes = clock.every(60_000, () => void rung.push(clock.now() - EPOCH));
    await clock.run(clock.sleep(185_000));
    minutes.cancel();
    await clock.run(clock.sleep(100_000));
    expect(rung).to.deep.equal([60_000, 120_000, 180_000]);
  });

  it("ends as its story ends", async () => {
    const clock = new VirtualClock();
    const failed = await clock
      .run(clock.sleep(1).then(() => Promise.reject(new Error("no"))))
      .catch((e: Error) => e.message);
    expect(failed).to.equal("no");
  });
});

describe("the machine's clock", () => {
  it("rings at the instant it was set to, unless it was cancelled", async () => {
    const clock = new WallClock();
    const rung: string[] = [];
    const from = clock.now();
    clock.at(from + 5, () => rung.push("never")).cancel();
    await new Promise<void>((resolve) => void clock.at(from + 30, () => resolve(void rung.push("once"))));
    expect(clock.now() - from).to.be.at.least(29);
    expect(rung).to.deep.equal(["once"]);
  });

  it("holds no process up once it has been stopped", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const clock = new WallClock();
    const before = timers();
    const rung: string[] = [];
    clock.at(clock.now() + 5, () => rung.push("alarm"));
    clock.every(5, () => rung.push("period"));
    void clock.sleep(3_600_000);
    expect(timers()).to.equal(before + 3);
    clock.stop();
    clock.at(clock.now(), () => rung.push("late"));
    expect(timers()).to.equal(before);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rung).to.deep.equal([]);
  });
});
