import { expect } from "chai";
import type { Message } from "../../cloud/sqs/message.ts";
import { Queue, type QueueSettings } from "../../cloud/sqs/queue.ts";

function aQueue(settings: Partial<QueueSettings> = {}) {
  const queue = new Queue("q", settings);
  let handles = 0;
  return {
    queue,
    send: (now: number, body: string, delay?: number) =>
      queue.send(now, { id: body, body, attributes: {}, sentAt: now, senderId: "me" }, delay),
    receive: (now: number, limit = 1) => queue.receive(now, limit, () => `handle ${++handles}`),
  };
}

const bodies = ({ messages }: { messages: readonly Message[] }) => messages.map(({ body }) => body);

describe("a queue", () => {
  it("hands out messages oldest first, up to the limit", () => {
    const { send, receive } = aQueue();
    for (const body of ["a", "b", "c"]) send(0, body);
    expect(bodies(receive(0, 2))).to.deep.equal(["a", "b"]);
    expect(bodies(receive(0, 2))).to.deep.equal(["c"]);
  });

  it("hides a message for its visibility timeout, and shows it again if nobody deletes it", () => {
    const { send, receive, queue } = aQueue({ visibilityTimeout: 1000 });
    send(0, "a");
    const [first] = receive(0).messages;
    expect(bodies(receive(999))).to.deep.equal([]);
    const [again] = receive(1000).messages;
    expect(again).to.include({ body: "a", receiveCount: 2, firstReceivedAt: 0 });
    expect(first).to.equal(again);
    expect(queue.delete(1500, again!.handle!)).to.include({ id: "a" });
    expect(bodies(receive(5000))).to.deep.equal([]);
  });

  it("deletes a message by its latest handle only", () => {
    const { send, receive, queue } = aQueue({ visibilityTimeout: 1000 });
    send(0, "a");
    const old = receive(0).messages[0]!.handle!;
    receive(1000);
    expect(queue.delete(1000, old)).to.equal("unknown");
  });

  it("deletes by a handle whose visibility timeout is over, as long as nobody received the message again", () => {
    const { send, receive, queue } = aQueue({ visibilityTimeout: 1000 });
    send(0, "a");
    const handle = receive(0).messages[0]!.handle!;
    expect(queue.delete(2000, handle)).to.include({ id: "a" });
  });

  it("holds a delayed message back", () => {
    const { send, receive, queue } = aQueue();
    send(0, "late", 5000);
    expect(queue.counts(0)).to.deep.equal({ visible: 0, inFlight: 0, delayed: 1 });
    expect(bodies(receive(4999))).to.deep.equal([]);
    expect(bodies(receive(5000))).to.deep.equal(["late"]);
  });

  it("gives a message up after maxReceiveCount receives", () => {
    const { send, receive } = aQueue({ visibilityTimeout: 1000, maxReceiveCount: 3 });
    send(0, "poison");
    const rounds = [0, 1000, 2000, 3000].map((now) => receive(now));
    expect(rounds.map(bodies)).to.deep.equal([["poison"], ["poison"], ["poison"], []]);
    expect(rounds[3]!.exhausted.map(({ body }) => body)).to.deep.equal(["poison"]);
  });

  it("forgets messages older than the retention period, in flight or not", () => {
    const { send, receive } = aQueue({ retention: 60_000, visibilityTimeout: 120_000 });
    send(0, "old");
    send(30_000, "young");
    receive(0);
    const { messages, expired } = receive(60_000, 10);
    expect(expired.map(({ body }) => body)).to.deep.equal(["old"]);
    expect(messages.map(({ body }) => body)).to.deep.equal(["young"]);
  });

  for (const [name, handle, now, expected] of [
    ["in flight", "handle 1", 500, "changed"],
    ["visible again", "handle 1", 1000, "changed"],
    ["never seen", "handle 9", 500, "unknown"],
  ] as const) {
    it(`changes the visibility of a message that is ${name}: ${expected}`, () => {
      const { send, receive, queue } = aQueue({ visibilityTimeout: 1000 });
      send(0, "a");
      receive(0);
      expect(queue.changeVisibility(now, handle, 5000)).to.equal(expected);
      const shown = expected === "unknown" ? ["a"] : [];
      expect(bodies(receive(4999))).to.deep.equal(shown);
    });
  }

  it("lets a message go by any of its handles", () => {
    const { send, receive, queue } = aQueue({ visibilityTimeout: 1000 });
    send(0, "a");
    const old = receive(0).messages[0]!.handle!;
    receive(1000);
    expect(queue.changeVisibility(1500, old, 0)).to.equal("changed");
    expect(bodies(receive(1500))).to.deep.equal(["a"]);
  });

  it("hides a message for twelve hours from its receive on and no longer", () => {
    const { send, receive, queue } = aQueue({ visibilityTimeout: 10_000 });
    send(0, "a");
    const { handle } = receive(0).messages[0]!;
    expect(queue.changeVisibility(1000, handle!, 43_199_001)).to.equal("too long");
    expect(queue.changeVisibility(1000, handle!, 43_199_000)).to.equal("changed");
  });

  it("says how old its oldest waiting message is, and when the next one becomes visible", () => {
    const { send, receive, queue } = aQueue({ visibilityTimeout: 1000 });
    expect(queue.ageOfOldest(0)).to.equal(undefined);
    send(0, "a");
    send(200, "b");
    receive(200);
    expect(queue.ageOfOldest(700)).to.equal(500);
    expect(queue.nextVisibleAt(700)).to.equal(1200);
  });
});
