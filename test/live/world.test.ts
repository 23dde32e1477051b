import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { LeaseBook } from "../../chaos/lease.ts";
import type { LiveClients } from "../../lab/live/clients.ts";
import { LiveWorld } from "../../lab/live/world.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";

const MINUTE = 60_000;
const LAST = Date.now() - 10 * MINUTE;

interface Scene {
  /** Messages that are visible, by the queue's URL. */
  readonly visible?: Readonly<Record<string, number>>;
  readonly hidden?: Readonly<Record<string, number>>;
  /** Seconds: the age of the oldest message of `deliveries`, minute by minute from the run's last document on. */
  readonly ages?: readonly number[];
  readonly status?: object;
  readonly othersSince?: number;
}

/** What moves in a world of which AWS says this. */
async function moving({ visible = {}, hidden = {}, ages = [], status, othersSince }: Scene) {
  const sqs = {
    send: async ({ input: { QueueUrl } }: { input: { QueueUrl: string } }) => ({
      Attributes: {
        ApproximateNumberOfMessages: String(visible[QueueUrl] ?? 0),
        ApproximateNumberOfMessagesNotVisible: String(hidden[QueueUrl] ?? 0),
      },
    }),
  };
  const cloudwatch = {
    send: async () => ({
      // CloudWatch promises no order.
      Datapoints: ages.map((Maximum, i) => ({ Timestamp: new Date(LAST + i * MINUTE), Maximum })).reverse(),
    }),
  };
  const server = createServer((_, response) => response.end(JSON.stringify(status))).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const endpoint = status && `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const crew = { drive: () => expect.fail("nothing is driven"), othersSince };
  const aws = { sqs, cloudwatch } as unknown as LiveClients;
  const world = new LiveWorld({ aws, pipeline: paperPipeline, crew, book: {} as LeaseBook, endpoint: endpoint ?? "" });
  try {
    return await world.moving();
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const { deliveriesQueueUrl, deliveriesQueue, failuresQueueUrl } = paperPipeline;

describe("what moves in a live world", () => {
  it("is nothing when the queues are empty, whatever waits for people", async () => {
    expect(await moving({ visible: { [failuresQueueUrl]: 40 } })).to.deep.equal([]);
  });

  it("is every message of deliveries, and those that somebody holds of the dead letters", async () => {
    const scene = { visible: { [deliveriesQueueUrl]: 2 }, hidden: { [deliveriesQueueUrl]: 3, [failuresQueueUrl]: 4 } };
    expect(await moving(scene)).to.deep.equal([
      { where: deliveriesQueue, count: 5 },
      { where: "dead-letter queues, in flight", count: 4 },
    ]);
  });

  it("is every event that a served cloud says is waiting", async () => {
    expect(await moving({ status: { waitingEvents: 7, waitingSince: LAST } })).to.deep.equal([
      { where: "asynchronous events", count: 7 },
    ]);
  });

  describe("while a publisher in the background goes on", () => {
    const others = { othersSince: LAST, visible: { [deliveriesQueueUrl]: 2 } };

    it("is nothing once the oldest message is younger than the run's last document", async () => {
      expect(await moving({ ...others, ages: [90, 100, 20] })).to.deep.equal([]);
    });

    it("is something as long as the oldest one may be the run's, whatever was so before", async () => {
      const counted = [{ where: deliveriesQueue, count: 2 }];
      expect(await moving({ ...others, ages: [90, 20, 150] })).to.deep.equal(counted);
      expect(await moving(others), "nobody has measured").to.deep.equal(counted);
    });

    it("is no event that came after the run's last document", async () => {
      const events = (waitingSince: number) =>
        moving({ othersSince: LAST, status: { waitingEvents: 7, waitingSince } });
      expect(await events(LAST + 1)).to.deep.equal([]);
      expect(await events(LAST - 1)).to.deep.equal([{ where: "asynchronous events", count: 7 }]);
    });
  });
});
