import { expect } from "chai";
import { Interrupted, unlessInterrupted } from "../../chaos/interruption.ts";

const outcome = (work: Promise<unknown>) =>
  work.then(
    (value) => value,
    (error: Error) => error.name,
  );

describe("waiting unless interrupted", () => {
  it("ends as the work ends", async () => {
    const { signal } = new AbortController();
    expect(await unlessInterrupted(signal, Promise.resolve("done"))).to.equal("done");
    expect(await outcome(unlessInterrupted(signal, Promise.reject(new TypeError("no"))))).to.equal("TypeError");
  });

  it("ends as soon as somebody interrupts, though the work goes on", async () => {
    const controller = new AbortController();
    const waiting = outcome(unlessInterrupted(controller.signal, new Promise(() => {})));
    controller.abort();
    expect(await waiting).to.equal("Interrupted");
  });

  it("does not begin when somebody has interrupted before", async () => {
    const error = await unlessInterrupted(AbortSignal.abort(), Promise.resolve("done")).catch(
      (reason: Error) => reason,
    );
    expect(error).to.be.instanceOf(Interrupted);
  });

  it("lets work fail that nobody waits for any more", async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on("unhandledRejection", hear);
    const late = new Promise((_, reject) => setImmediate(() => reject(new Error("late"))));
    expect(await outcome(unlessInterrupted(AbortSignal.abort(), late))).to.equal("Interrupted");
    const controller = new AbortController();
    const later = new Promise((_, reject) => setImmediate(() => reject(new Error("later"))));
    const waiting = outcome(unlessInterrupted(controller.signal, later));
    controller.abort();
    expect(await waiting).to.equal("Interrupted");
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off("unhandledRejection", hear);
    expect(unheard).to.deep.equal([]);
  });

  it("leaves no listener behind", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    for (let i = 0; i < 100; i++) await unlessInterrupted(signal, Promise.resolve());
    expect(listeners).to.equal(0);
  });
});
