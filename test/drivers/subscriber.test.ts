import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { EPOCH, VirtualClock } from "../../cloud/kernel/clock.ts";
import { Documents } from "../../drivers/documents.ts";
import { Ledger } from "../../drivers/ledger.ts";
import { type Consumption, type SubscriberProgress, subscribe } from "../../drivers/subscriber.ts";
import { AQueue } from "./a-queue.ts";
import { anAwsError } from "./a-store.ts";
import { anEnvelope, anEvent, TEST_EVENT } from "./messages.ts";

const documents = new Documents({ seed: 7, run: "r", load: { documents: 100, perSecond: 20, malformed: 0 } });
const notification = (sequence: number) => anEvent(documents.outputKey(sequence), documents.csv(sequence)!);

interface Scene {
  clock: VirtualClock;
  queue: AQueue;
  ledger: Ledger;
  told: string[];
}

/** Runs a subscriber for a while on virtual time, over a queue that a test has filled. */
async function subscribed(
  how: Consumption,
  prepare: (scene: Scene) => void,
  {
    seconds = 60,
    visibility = 30_000,
    cloudwatch,
  }: { seconds?: number; visibility?: number; cloudwatch?: CloudWatchClient } = {},
) {
  const clock = new VirtualClock();
  const told: string[] = [];
  const scene = {
    clock,
    queue: new AQueue(clock, { visibility }),
    ledger: new Ledger({ tell: (line) => told.push(line) }),
    told,
  };
  scene.ledger.open(documents);
  prepare(scene);
  const stop = new AbortController();
  clock.at(EPOCH + seconds * 1000, () => stop.abort());
  const progress: SubscriberProgress[] = [];
  const subscriber = {
    sqs: scene.queue.client(),
    clock,
    ledger: scene.ledger,
    progress: (event: SubscriberProgress) => void progress.push(event),
  };
  await clock.run(subscribe({ ...subscriber, ...(cloudwatch && { cloudwatch }) }, "url", how, stop.signal));
  const deliveredAt = deliveries(scene.ledger);
  return {
    ...scene,
    progress,
    deliveredAt,
    took: clock.now() - EPOCH,
    fate: (i: number) => scene.ledger.fate(documents.outputKey(i))!,
  };
}

function deliveries(ledger: Ledger): number[] {
  return ledger.entries("r").map(({ fate }) => fate.firstDeliveryAt! - EPOCH);
}

const fill =
  (count: number) =>
  ({ queue }: Scene) => {
    for (let sequence = 0; sequence < count; sequence++) queue.send(notification(sequence));
  };

describe("the subscriber", () => {
  it("writes each delivery into the ledger and deletes its message, ten at a time", async () => {
    const { queue, ledger, progress } = await subscribed({}, fill(25));
    expect(queue.held).to.have.length(0);
    expect(queue.calls.filter((name) => name === "DeleteMessageBatch")).to.have.length(3);
    expect(ledger.entries("r").every(({ fate }) => fate.deliveries === 1 && fate.effects === 1)).to.equal(true);
    expect(ledger.suspects("r")).to.deep.equal([]);
    expect(progress.filter(({ kind }) => kind === "deleted")).to.deep.equal(
      [10, 10, 5].map((messages) => ({ kind: "deleted", messages })),
    );
  });

  it("waits in long polls, and takes a message as soon as it comes", async () => {
    const { queue, deliveredAt } = await subscribed({}, ({ clock, queue: slow }) => {
      clock.at(EPOCH + 7000, () => void slow.send(notification(0)));
    });
    expect(deliveredAt[0]).to.be.within(7000, 7050);
    expect(queue.calls.filter((name) => name === "ReceiveMessage").length).to.be.at.most(5);
  });

  it("has it in the ledger before it deletes it", async () => {
    const order: string[] = [];
    await subscribed({ work: 100 }, ({ queue, told }) => {
      queue.send(notification(0));
      const { send } = queue.client();
      const watched = async (command: { constructor: { name: string } }, options: never) => {
        if (command.constructor.name.startsWith("Delete"))
          order.push(...told.map((line) => JSON.parse(line).kind), "deleted");
        return send(command as never, options);
      };
      queue.client = () => ({ send: watched }) as never;
    });
    expect(order).to.deep.equal(["cohort", "delivered", "worked", "deleted"]);
  });

  it("takes raw notifications and envelopes alike", async () => {
    const { ledger } = await subscribed({}, ({ queue }) => {
      queue.send(notification(0));
      queue.send(anEnvelope(notification(1)));
    });
    expect(ledger.entries("r")).to.have.length(2);
  });

  it("deletes test events and unreadable messages, and remembers the latter", async () => {
    const { queue, ledger, progress, told } = await subscribed({}, ({ queue: inbox }) => {
      inbox.send(TEST_EVENT);
      inbox.send("hello");
    });
    // Every message that it takes is told of, or it would look as if somebody else had taken it.
    expect(told.slice(1).map((line) => JSON.parse(line))).to.deep.equal([
      { kind: "set-aside", at: EPOCH, messageId: "m1" },
      { kind: "unreadable", at: EPOCH, messageId: "m2" },
    ]);
    expect(queue.held).to.have.length(0);
    expect(ledger.strays().unreadable).to.equal(1);
    expect(progress).to.deep.include({ kind: "unreadable", messageId: "m2" });
  });

  it("takes two messages a second when that is its rate, however many poll", async () => {
    const { deliveredAt } = await subscribed({ perSecond: 2, pollers: 3 }, fill(20));
    expect([...deliveredAt].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, i) => i * 500));
  });

  it("takes few at once when it is slow, so that none waits hidden", async () => {
    const { deliveredAt, fate } = await subscribed({ perSecond: 0.2 }, fill(6), { visibility: 11_000 });
    expect(deliveredAt).to.deep.equal([0, 5000, 10_000, 15_000, 20_000, 25_000]);
    expect(fate(5).deliveries).to.equal(1);
  });

  it("works as long as it is told to for each document", async () => {
    const { deliveredAt, told } = await subscribed({ work: 2000 }, fill(3));
    expect(deliveredAt).to.deep.equal([0, 2000, 4000]);
    const worked = told.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "worked");
    expect(worked.map(({ at }) => at - EPOCH)).to.deep.equal([2000, 4000, 6000]);
  });

  it("works once a document, though a short visibility delivers it again and again", async () => {
    const { ledger, queue } = await subscribed({ work: 2000, pollers: 2 }, fill(10), { visibility: 1000 });
    const { duplicates, duplicateEffects } = ledger.counts("r");
    expect(duplicates).to.be.above(3);
    expect([duplicateEffects, queue.held.length]).to.deep.equal([0, 0]);
  });

  it("shows the duplicate effects of one that does not deduplicate", async () => {
    const { ledger } = await subscribed({ deduplicate: false }, (scene) => {
      fill(3)(scene);
      scene.queue.send(notification(1));
    });
    expect(ledger.counts("r").duplicateEffects).to.equal(1);
  });

  it("goes on after a failed receive, waiting longer each time", async () => {
    const { deliveredAt, progress } = await subscribed({}, (scene) => {
      fill(1)(scene);
      scene.queue.failures.ReceiveMessage = [1, 2, 3].map(() => anAwsError("OverLimit", 403));
    });
    expect(deliveredAt).to.deep.equal([1000 + 2000 + 4000]);
    expect(progress[0]).to.deep.equal({ kind: "trouble", doing: "receive", error: "OverLimit: Said the service." });
  });

  it("sees a message again when it could not be deleted, and works no second time", async () => {
    const { queue, fate } = await subscribed({}, (scene) => {
      fill(1)(scene);
      scene.queue.failures.DeleteMessageBatch = [anAwsError("ServiceUnavailable", 503)];
    });
    expect([fate(0).deliveries, fate(0).effects, queue.held.length]).to.deep.equal([2, 1, 0]);
  });

  it("ends in the middle of a long poll when told to", async () => {
    const { took } = await subscribed({}, () => {}, { seconds: 7 });
    expect(took).to.be.within(7000, 7100);
  });

  it("gives back what it has not read by then", async () => {
    const { queue, ledger } = await subscribed({ perSecond: 2 }, fill(10), { seconds: 2, visibility: 600_000 });
    expect(ledger.entries("r").length).to.be.within(4, 5);
    expect(queue.visible()).to.equal(10 - ledger.entries("r").length);
  });
});

describe("the subscriber's metric", () => {
  it("keeps the distribution of freshness, of first deliveries", async () => {
    const sent: { MetricData: { MetricName: string; Unit: string; Values: number[]; Counts: number[] }[] }[] = [];
    const send = async ({ input }: { input: (typeof sent)[number] }) => void sent.push(input);
    const prepare = (scene: Scene) => {
      for (const sequence of [0, 1, 2]) scene.ledger.accepted(documents.inputKey(sequence), EPOCH - 1400);
      scene.ledger.accepted(documents.inputKey(3), EPOCH - 205_000);
      fill(5)(scene);
      scene.queue.send(notification(3));
    };
    await subscribed({}, prepare, { cloudwatch: { send } as unknown as CloudWatchClient });
    expect(sent.flatMap(({ MetricData }) => MetricData)).to.deep.equal([
      {
        MetricName: "freshness",
        Dimensions: [{ Name: "Pipeline", Value: "etl-lab" }],
        Timestamp: new Date(EPOCH),
        Unit: "Milliseconds",
        Values: [1400, 205_000],
        Counts: [3, 1],
      },
    ]);
  });
});
