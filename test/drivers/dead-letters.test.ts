import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { readDeadLetters } from "../../drivers/dead-letters.ts";
import { AQueue } from "./a-queue.ts";
import { anAwsError } from "./a-store.ts";
import { anEnvelope, anEvent } from "./messages.ts";

const key = (i: number) => `input/r/${String(i).padStart(8, "0")}.json`;
const failed = { RequestID: "7b1c", ErrorCode: "200", ErrorMessage: "Task timed out after 3.00 seconds" };

async function swept(prepare: (queue: AQueue, clock: VirtualClock) => void) {
  const clock = new VirtualClock();
  const queue = new AQueue(clock);
  prepare(queue, clock);
  const sweep = await clock.run(readDeadLetters(queue.client(), "failures-url"));
  return { queue, sweep, took: clock.now() - EPOCH };
}

describe("reading a dead-letter queue", () => {
  it("sees every message once, deletes none, and leaves all of them visible", async () => {
    const { queue, sweep } = await swept((failures) => {
      for (let i = 0; i < 418; i++) failures.send(anEvent(key(i)), failed);
    });
    expect(sweep.letters.map((letter) => letter.key)).to.deep.equal(Array.from({ length: 418 }, (_, i) => key(i)));
    expect([sweep.seen, sweep.expected, sweep.hidden, queue.visible()]).to.deep.equal([418, 418, 0, 418]);
    expect(queue.held.every(({ receives }) => receives === 1)).to.equal(true);
    expect(queue.calls).not.to.include("DeleteMessageBatch");
  });

  it("can be done again at once", async () => {
    const clock = new VirtualClock();
    const queue = new AQueue(clock);
    for (let i = 0; i < 12; i++) queue.send(anEvent(key(i)), failed);
    const twice = clock.run(
      (async () => [await readDeadLetters(queue.client(), "url"), await readDeadLetters(queue.client(), "url")])(),
    );
    expect((await twice).map(({ seen }) => seen)).to.deep.equal([12, 12]);
  });

  it("in passing ends with what the queue said it holds, though letters keep coming", async () => {
    const clock = new VirtualClock();
    const queue = new AQueue(clock);
    const send = (i: number) => queue.send(anEvent(key(i)), failed);
    for (let i = 0; i < 12; i++) send(i);
    // Two a second, for ten minutes: no receive would ever come back with nothing.
    for (let i = 12; i < 1212; i++) clock.at(EPOCH + i * 500, () => send(i));
    const sweep = await clock.run(readDeadLetters(queue.client(), "url", { inPassing: true }));
    expect(sweep.seen).to.be.within(12, 20);
    expect(clock.now() - EPOCH).to.be.below(2000);
    expect(queue.visible()).to.equal(queue.held.length);
  });

  it("knows when and why a document was given up, from a function's queue", async () => {
    const { sweep } = await swept((failures, clock) => {
      failures.send(anEvent(key(1)), failed);
      failures.held[0]!.sentAt = clock.now() - 5000;
    });
    expect(sweep.letters).to.deep.equal([
      { key: key(1), at: EPOCH - 5000, queue: "failures-url", reason: "Task timed out after 3.00 seconds" },
    ]);
  });

  it("says the error's code when there is no message", async () => {
    const { sweep } = await swept((failures) => failures.send(anEvent(key(1)), { ErrorCode: "429" }));
    expect(sweep.letters[0]!.reason).to.equal("error code 429");
  });

  it("finds documents parked behind a subscription, by the key of their CSV", async () => {
    const parked = "output/r/00000003.csv";
    const { sweep } = await swept((failures) => failures.send(anEnvelope(anEvent(parked))));
    expect(sweep.letters[0]).to.deep.include({ key: parked, reason: "not delivered to its subscription" });
  });

  it("reads a failure destination's record, with its attempts", async () => {
    const record = {
      version: "1.0",
      requestContext: { requestId: "7b1c", condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: JSON.parse(anEvent(key(2))),
      responsePayload: { errorType: "BadDocumentError", errorMessage: "syntax: expected a colon" },
    };
    const { sweep } = await swept((failures) => failures.send(JSON.stringify(record)));
    expect(sweep.letters[0]).to.deep.include({
      key: key(2),
      attempts: 3,
      reason: "RetriesExhausted: syntax: expected a colon",
    });
  });

  it("lists messages that tell of no document", async () => {
    const { sweep } = await swept((failures) => failures.send("hello"));
    expect([sweep.unreadable, sweep.letters]).to.deep.equal([["m1"], []]);
  });

  it("says how many somebody else holds meanwhile", async () => {
    const { sweep } = await swept((failures, clock) => {
      for (let i = 0; i < 3; i++) failures.send(anEvent(key(i)), failed);
      failures.held[0]!.visibleAt = clock.now() + 600_000;
    });
    expect([sweep.seen, sweep.hidden]).to.deep.equal([2, 1]);
  });

  it("ends on an empty queue after two looks", async () => {
    const { queue, took } = await swept(() => {});
    expect(queue.calls.filter((name) => name === "ReceiveMessage")).to.have.length(2);
    expect(took).to.equal(2000);
  });

  it("gives back what it holds when it is cut short", async () => {
    const clock = new VirtualClock();
    const queue = new AQueue(clock);
    for (let i = 0; i < 15; i++) queue.send(anEvent(key(i)), failed);
    let calls = 0;
    const { send } = queue.client();
    const flaky = {
      send: async (command: { constructor: { name: string } }) => {
        if (command.constructor.name === "ReceiveMessageCommand" && ++calls === 2) throw anAwsError("OverLimit", 403);
        return send(command as never);
      },
    };
    const failure = await clock.run(readDeadLetters(flaky as never, "url").catch((error: Error) => error.name));
    expect([failure, queue.visible()]).to.deep.equal(["OverLimit", 15]);
  });
});
