import { expect } from "chai";
import type { Message } from "../../cloud/sqs/message.ts";
import { Queue } from "../../cloud/sqs/queue.ts";

/** A FIFO queue that holds messages named after their groups: `a1` belongs to `a`. */
function aFifoQueue(...names: string[]) {
  const queue = new Queue("q.fifo", { visibilityTimeout: 1000 }, true);
  for (const id of names) queue.send(0, { id, body: id, attributes: {}, sentAt: 0, senderId: "me", groupId: id[0]! });
  let handles = 0;
  const receive = (now: number, limit: number, timeout?: number) =>
    queue.receive(now, limit, () => `handle ${++handles}`, timeout).messages;
  return { queue, receive };
}

const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);

describe("a FIFO queue", () => {
  it("hands out group by group, in turn within each", () => {
    const { receive } = aFifoQueue("a1", "b1", "a2", "a3");
    expect(ids(receive(0, 10))).to.deep.equal(["a1", "a2", "a3", "b1"]);
  });

  it("lets a group wait for its messages in flight, and goes on with the next", () => {
    const { receive } = aFifoQueue("a1", "a2", "a3", "b1", "c1");
    expect(ids(receive(0, 2))).to.deep.equal(["a1", "a2"]);
    expect(ids(receive(0, 1))).to.deep.equal(["b1"]);
    expect(ids(receive(1000, 10, 0))).to.deep.equal(["c1", "a1", "a2", "a3", "b1"]);
  });

  it("puts a group that was served at the end of the line, hidden or not", () => {
    const { receive } = aFifoQueue("a1", "b1", "b2", "c1", "a2");
    expect(ids(receive(0, 3, 0))).to.deep.equal(["a1", "a2", "b1"]);
    expect(ids(receive(0, 10, 0))).to.deep.equal(["c1", "a1", "a2", "b1", "b2"]);
  });

  it("hands out what was let go, and nothing behind what is still in flight", () => {
    const { queue, receive } = aFifoQueue("a1", "a2", "a3", "b1");
    const [first] = receive(0, 2);
    expect(queue.changeVisibility(0, first!.handle!, 0)).to.equal("changed");
    expect(ids(receive(0, 10))).to.deep.equal(["b1", "a1"]);
  });

  it("frees a group only when all of its messages in flight are deleted", () => {
    const { queue, receive } = aFifoQueue("a1", "a2", "a3", "b1");
    const [first, second] = receive(0, 2);
    queue.delete(0, first!.handle!);
    expect(ids(receive(0, 10, 0))).to.deep.equal(["b1"]);
    queue.delete(0, second!.handle!);
    expect(ids(receive(0, 10, 0))).to.deep.equal(["a3", "b1"]);
  });

  it("knows a handle only while its message is in flight", () => {
    const { queue, receive } = aFifoQueue("a1");
    const { handle } = receive(0, 1)[0]!;
    expect(queue.delete(1000, handle!)).to.equal("expired");
    expect(queue.changeVisibility(1000, handle!, 1000)).to.equal("unknown");
  });
});
