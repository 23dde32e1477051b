import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { CloudFact } from "../../cloud/cloud.ts";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import { deletionsIn } from "../../lab/deletions.ts";
import type { LiveClients } from "../../lab/live/clients.ts";
import { foreignConsumers, OwnMessages } from "../../lab/live/foreign-consumers.ts";

const QUEUE = "deliveries-lab";
const MINUTE = 60_000;

const delivered = (messageId: string, at: number) =>
  JSON.stringify({ kind: "delivered", key: "output/r/00000000.csv", at, size: 1, eTag: "e", messageId });

describe("deletions in a feed", () => {
  it("are those of one queue since an instant, purges among them", () => {
    const facts = [
      { kind: "MessageDeleted", at: 1, queue: QUEUE, messageId: "before", by: "me" },
      { kind: "MessageDeleted", at: 5, queue: QUEUE, messageId: "m", by: "me" },
      { kind: "MessageDeleted", at: 5, queue: "another", messageId: "n", by: "me" },
      { kind: "MessageReceived", at: 6, queue: QUEUE, messageId: "o", receiveCount: 1 },
      { kind: "QueuePurged", at: 7, queue: QUEUE, by: "you" },
    ] as Recorded<CloudFact>[];
    expect(deletionsIn(facts, QUEUE, 5)).to.deep.equal([
      { at: 5, by: "me", messageId: "m" },
      { at: 7, by: "you" },
    ]);
  });
});

describe("foreign consumers, where the cloud tells", () => {
  let server: Server;
  let endpoint: string;
  let answer: object[];
  let asked: string | undefined;

  before((done) => {
    server = createServer(({ url }, response) => {
      asked = url;
      response.end(JSON.stringify(answer));
    }).listen(0, "127.0.0.1", () => {
      endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after((done) => void server.close(done).closeAllConnections());

  const watch = (own: OwnMessages) => ({ clients: {} as LiveClients, queue: QUEUE, since: 7, own, endpoint });

  it("are whoever deleted what no ledger of ours has, each with how often", async () => {
    const own = new OwnMessages();
    own.read([delivered("a", 8), JSON.stringify({ kind: "set-aside", at: 8, messageId: "b" })]);
    answer = ["a", "b", "c", "d"].map((messageId) => ({ at: 9, messageId, by: "root" }));
    answer.push({ at: 9, by: "somebody" });
    expect(await foreignConsumers(watch(own))).to.deep.equal([
      "whoever works there as root (2 deletions)",
      "whoever works there as somebody (1 deletions)",
    ]);
    expect(asked).to.equal(`/_lab/deletions?queue=${QUEUE}&since=7`);
  });

  it("are not subscribers of ours that have deleted since somebody last read their ledger", async () => {
    const own = new OwnMessages();
    answer = [{ at: 9, messageId: "late", by: "root" }];
    expect(await foreignConsumers(watch(own), () => own.read([delivered("late", 8)]))).to.deep.equal([]);
  });
});

describe("foreign consumers on AWS, which counts and does not tell", () => {
  const deletions = (...counts: number[]) => {
    const inputs: { StartTime: Date; EndTime: Date }[] = [];
    const cloudwatch = {
      send: async ({ input }: { input: (typeof inputs)[number] }) => {
        inputs.push(input);
        return { Datapoints: counts.map((Sum) => ({ Sum })) };
      },
    };
    return { inputs, clients: { cloudwatch } as unknown as LiveClients };
  };
  /** Half a minute past a whole one, some minutes ago. */
  const since = Math.floor(Date.now() / MINUTE) * MINUTE - 4.5 * MINUTE;
  const own = (...at: number[]) => {
    const messages = new OwnMessages();
    messages.read(at.map((instant, i) => delivered(`m${i}`, instant)));
    return messages;
  };

  it("are seen where more was deleted than ours took", async () => {
    const { clients, inputs } = deletions(2, 2);
    const watched = { clients, queue: QUEUE, since, own: own(since + MINUTE, since + 2 * MINUTE) };
    expect(await foreignConsumers(watched)).to.deep.equal([
      `whoever else reads ${QUEUE} (2 deletions; AWS does not tell whose)`,
    ]);
    // What was deleted before the run, in the minute that it began in, is not held against anybody.
    expect(inputs[0]!.StartTime.getTime()).to.equal(since + 0.5 * MINUTE);
  });

  it("are nobody where ours took as many, some of them in the last seconds of the minute before", async () => {
    const { clients } = deletions(3);
    const edge = since + 0.5 * MINUTE;
    const watched = { clients, queue: QUEUE, since, own: own(edge - 4000, edge + 1, edge + 2) };
    expect(await foreignConsumers(watched)).to.deep.equal([]);
    expect(await foreignConsumers({ ...watched, own: own(edge - 20_000, edge + 1, edge + 2) })).to.have.length(1);
  });

  it("are not looked for before a whole minute has passed", async () => {
    const { clients, inputs } = deletions(9);
    expect(await foreignConsumers({ clients, queue: QUEUE, since: Date.now(), own: own() })).to.deep.equal([]);
    expect(inputs).to.deep.equal([]);
  });
});
