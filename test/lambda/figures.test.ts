/**
 * What a pipeline's verdict rests on, reproduced with the queue alone: 3 100 events at 20 a second, a handler that takes
 * 120 ms, and a fault that draws anew for each attempt. Bands are 99.9 % of the binomial distribution; the minutes
 * follow from AWS's retry rules and do not depend on latencies.
 */
import { expect } from "chai";
import { Random } from "../../cloud/kernel/random.ts";
import { type ALambda, aDeployment, type FakeHandler, QUEUE_ARN, send, settled } from "./a-lambda.ts";

const FunctionName = "transform";
const EVENTS = 3100;
const SPACING = 50;

type Chaos = (random: Random, since: number, sleep: (milliseconds: number) => Promise<void>) => Promise<void>;

interface Scene {
  readonly chaos?: Chaos;
  readonly timeout?: number;
  readonly settings?: object;
  /** Runs at the beginning. */
  readonly begin?: (lambda: ALambda, epoch: number) => void;
}

async function played({ chaos, timeout = 3, settings, begin }: Scene) {
  const random = Random.fromSeed("chaos");
  let epoch = 0;
  const handler: FakeHandler = async (_event, _context, { sleep }) => {
    await chaos?.(random, lambda.clock.now() - epoch, sleep);
    await sleep(120);
  };
  const lambda = await aDeployment(
    { handler, seed: 11 },
    { DeadLetterConfig: { TargetArn: QUEUE_ARN }, Timeout: timeout },
  );
  const { clock } = lambda;
  if (settings) lambda.do("PutFunctionEventInvokeConfig", { FunctionName, Qualifier: "live", ...settings });
  epoch = clock.now();
  begin?.(lambda, epoch);
  for (let n = 0; n < EVENTS; n++) clock.at(epoch + n * SPACING, () => void send(lambda, { n }));
  await clock.run(clock.sleep(EVENTS * SPACING));
  await settled(lambda);
  return { lambda, dead: lambda.deposits.length, p99: percentile99(lambda) };
}

/** Seconds from the acceptance to the end of the run that succeeded, or to the dead letter. */
function percentile99(lambda: ALambda): number {
  type At = { readonly at: number; readonly requestId: string };
  const accepted = new Map(lambda.of("EventAccepted").map((fact) => [fact.requestId, (fact as unknown as At).at]));
  const ends = [
    ...lambda.of("InvocationEnded").filter(({ outcome }) => outcome === "success"),
    ...lambda.of("EventDeadLettered"),
  ] as unknown as At[];
  const ages = ends.map(({ at, requestId }) => (at - accepted.get(requestId)!) / 1000).sort((a, b) => a - b);
  expect(ages).to.have.length(EVENTS);
  return ages[Math.ceil(0.99 * EVENTS) - 1]!;
}

const within =
  (milliseconds: number, chaos: Chaos): Chaos =>
  async (random, since, sleep) => {
    if (since < milliseconds) await chaos(random, since, sleep);
  };
const slow: Chaos = async (random, _since, sleep) => {
  if (random.chance(0.5)) await sleep(random.uniform(3000, 5000));
};
const throwing: Chaos = async (random) => {
  if (random.chance(0.3)) throw new Error("injected");
};

describe("3 100 events", () => {
  it("in health are all done within a second and a half", async () => {
    const { dead, p99 } = await played({});
    expect([dead, p99 < 1.5]).to.deep.equal([0, true]);
  });

  it("lose an eighth when half of the runs outlive a timeout of 3 s for seven minutes", async () => {
    const { dead, p99 } = await played({ chaos: within(420_000, slow) });
    expect(dead).to.be.within(326, 448);
    expect(p99).to.be.within(195, 212);
  });

  it("lose nothing to the same with a timeout of 120 s", async () => {
    const { lambda, dead, p99 } = await played({ chaos: within(420_000, slow), timeout: 120 });
    expect(dead).to.equal(0);
    expect(p99).to.be.within(4.9, 6);
    const { account } = lambda.service.concurrency.peaks(0);
    expect(account!.value).to.be.within(50, 80);
  });

  it("lose 2.7 % when 30 % of all runs throw, for ever", async () => {
    const { dead, p99 } = await played({ chaos: throwing });
    expect(dead).to.be.within(55, 115);
    expect(p99).to.be.within(185, 199);
  });

  it("lose nothing when 30 % throw for 55 s: the second attempts come after it", async () => {
    const { dead, p99 } = await played({ chaos: within(55_000, throwing) });
    expect(dead).to.equal(0);
    expect(p99).to.be.within(60, 67);
  });

  it("lose every one that threw in 55 s without retries", async () => {
    const { dead } = await played({ chaos: within(55_000, throwing), settings: { MaximumRetryAttempts: 0 } });
    expect(dead).to.be.within(275, 385);
  });

  const squeezed = (lambda: ALambda, epoch: number) => {
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 1 });
    lambda.clock.at(epoch + 600_000, () => lambda.do("DeleteFunctionConcurrency", { FunctionName }));
  };

  it("lose nothing to one place for ten minutes, and are late", async () => {
    const { dead, p99 } = await played({ begin: squeezed });
    expect(dead).to.equal(0);
    expect(p99).to.be.within(780, 870);
  });

  it("lose more than half to one place when they may not grow older than a minute", async () => {
    const { dead, lambda } = await played({ begin: squeezed, settings: { MaximumEventAgeInSeconds: 60 } });
    expect(dead / EVENTS).to.be.within(0.5, 0.63);
    expect(lambda.of("EventExpired")).to.have.length(dead);
  });

  it("are all dead letters at once when the function is stopped", async () => {
    const begin = (lambda: ALambda) =>
      void lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 0 });
    const { dead, p99 } = await played({ begin });
    expect([dead, p99 < 1]).to.deep.equal([EVENTS, true]);
  });
});
