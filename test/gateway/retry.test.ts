import { expect } from "chai";
import { ClockedRetryStrategy } from "../../cloud/gateway/retry.ts";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { Random } from "../../cloud/kernel/random.ts";

type ErrorType = "TRANSIENT" | "THROTTLING" | "SERVER_ERROR" | "CLIENT_ERROR";

function aStrategy(seed = 1) {
  const clock = new VirtualClock();
  const { activity } = clock;
  const strategy = new ClockedRetryStrategy(clock, Random.fromSeed(seed).fork("retries"), activity);
  /** Waits between attempts until the strategy gives up, as a client's retry middleware asks it. */
  const waits = async (errorType: ErrorType): Promise<number[]> => {
    const found: number[] = [];
    let token = await strategy.acquireInitialRetryToken("scope");
    try {
      for (;;) {
        const before = clock.now();
        token = await strategy.refreshRetryTokenForRetry(token, { errorType });
        found.push(clock.now() - before);
      }
    } catch (error) {
      expect((error as Error).message).to.equal("No retry token available");
    }
    return found;
  };
  return {
    clock,
    activity,
    strategy,
    run: (errorType: ErrorType) => clock.run(activity.during(() => waits(errorType))),
  };
}

describe("a clocked retry strategy", () => {
  it("gives a transient error three attempts, and waits between them on the clock", async () => {
    const { run, clock } = aStrategy();
    const [first, second, ...more] = await run("TRANSIENT");
    expect(more).to.deep.equal([]);
    expect(first).to.be.within(0, 50);
    expect(second).to.be.within(0, 100);
    expect(clock.now()).to.equal(EPOCH + first! + second!);
  });

  it("waits longer when it is throttled", async () => {
    const waits = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => aStrategy(seed).run("THROTTLING")));
    const [firsts, seconds] = [waits.map(([first]) => first!), waits.map(([, second]) => second!)];
    expect(Math.max(...firsts)).to.be.within(101, 1000);
    expect(Math.max(...seconds)).to.be.within(1000, 2000);
  });

  for (const errorType of ["CLIENT_ERROR", "SERVER_ERROR"] as const) {
    it(`does not try again after a ${errorType}`, async () => {
      expect(await aStrategy().run(errorType)).to.deep.equal([]);
    });
  }

  it("waits the same for the same seed, whatever the machine's own chance says", async () => {
    expect(await aStrategy(7).run("THROTTLING")).to.deep.equal(await aStrategy(7).run("THROTTLING"));
    expect(await aStrategy(7).run("THROTTLING")).to.not.deep.equal(await aStrategy(8).run("THROTTLING"));
  });

  it("takes none of the machine's time for its waits", async () => {
    const { clock, strategy, activity } = aStrategy();
    let token = await strategy.acquireInitialRetryToken("scope");
    const started = process.hrtime.bigint();
    const virtual = clock.now();
    for (let i = 0; i < 20; i++) {
      token = await clock.run(
        activity.during(() => strategy.refreshRetryTokenForRetry(token, { errorType: "THROTTLING" })),
      );
      strategy.recordSuccess(token);
      token = await strategy.acquireInitialRetryToken("scope");
    }
    expect(clock.now() - virtual).to.be.greaterThan(3_000);
    expect(Number(process.hrtime.bigint() - started) / 1e6).to.be.lessThan(1_500);
  });

  it("leaves the count of the busy as it found it", async () => {
    const { activity, run } = aStrategy();
    await run("TRANSIENT");
    expect(activity.busy).to.equal(0);
  });
});
