import { expect } from "chai";
import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { Gate } from "../../cloud/lambda/runtime/gate.ts";
import { errorOf } from "./a-lambda.ts";

/** Follows a promise without waiting for it. */
function told(promise: Promise<unknown>): { readonly done: boolean } {
  const state = { done: false };
  promise.then(() => {
    state.done = true;
  });
  return state;
}

const microtasks = () => new Promise((resolve) => setImmediate(resolve));

describe("the gate of an environment", () => {
  it("lets everything through while it is open", async () => {
    const passing = told(new Gate(new VirtualClock()).through());
    await microtasks();
    expect(passing.done).to.equal(true);
  });

  it("holds whoever comes while it is frozen, and lets them on in their order", async () => {
    const gate = new Gate(new VirtualClock());
    const order: number[] = [];
    gate.freeze();
    for (const n of [1, 2, 3]) void gate.through().then(() => order.push(n));
    await microtasks();
    expect(order).to.deep.equal([]);
    gate.thaw();
    await microtasks();
    expect(order).to.deep.equal([1, 2, 3]);
  });

  it("lets a timer that was due while it was frozen fire at the thaw, and no later one", async () => {
    const clock = new VirtualClock();
    const gate = new Gate(clock);
    const fired: number[] = [];
    const start = clock.now();
    for (const wait of [100, 5000]) void gate.clock.sleep(wait).then(() => fired.push(clock.now() - start));
    gate.freeze();
    await clock.run(clock.sleep(1000));
    expect(fired).to.deep.equal([]);
    gate.thaw();
    await microtasks();
    expect(fired).to.deep.equal([1000]);
    await clock.run(clock.sleep(9000));
    expect(fired).to.deep.equal([1000, 5000]);
  });

  it("keeps whoever is still behind it when it freezes again at once", async () => {
    const gate = new Gate(new VirtualClock());
    gate.freeze();
    const passing = told(gate.through());
    gate.thaw();
    gate.freeze();
    await microtasks();
    expect(passing.done).to.equal(false);
  });

  it("never opens again once it is closed", async () => {
    const gate = new Gate(new VirtualClock());
    gate.freeze();
    const before = told(gate.through());
    gate.close();
    const after = told(gate.through());
    gate.thaw();
    await microtasks();
    expect([before.done, after.done, gate.isOpen]).to.deep.equal([false, false, false]);
  });

  it("refuses denied hosts as a name that does not resolve, until they are allowed again", async () => {
    const gate = new Gate(new VirtualClock());
    const host = "documents.s3.us-east-1.amazonaws.com";
    gate.deny(["s3.*.amazonaws.com"]);
    const error = (await errorOf(() => gate.enter(host))) as unknown as Record<string, unknown>;
    expect([error.code, error.message]).to.deep.equal(["ENOTFOUND", `getaddrinfo ENOTFOUND ${host}`]);
    gate.enter("ssm.us-east-1.amazonaws.com");
    gate.deny([]);
    gate.enter(host);
  });

  it("tells each time before somebody goes on", async () => {
    let entries = 0;
    const clock = new VirtualClock();
    const gate = new Gate(clock, () => {
      entries++;
    });
    await clock.run(gate.clock.sleep(10));
    await gate.through();
    expect(entries).to.equal(2);
  });
});
