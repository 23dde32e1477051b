import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ListTopicsCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { FaultRecord } from "../../chaos/aws.ts";
import { hangUp, type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { talk } from "../gateway/a-knock.ts";
import { aTopicWithAQueue } from "./a-topic-with-a-queue.ts";

/** What any of the answers may have. */
type Answer = Required<FaultRecord> & {
  readonly link: string;
  readonly faults: FaultRecord[];
  readonly ended: FaultRecord[];
  readonly code: string;
};

const ROOT = "arn:aws:iam::111122223333:root";
const SLOW_DOWN = { error: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 } };
const JSON_TYPE = { "content-type": "application/json" };

describe("faults over HTTP", () => {
  let local: LocalCloud;
  let clients: LiveClients;
  /** These ask once, so that each strike is one request. */
  let [s3, sns, sqs]: [S3Client, SNSClient, SQSClient] = [] as never;

  before(async () => {
    const onBug = (bug: unknown) => {
      throw bug;
    };
    local = await LocalCloud.start({ port: 0, timeScale: 1, onBug });
    clients = liveClients("us-east-1", { endpoint: local.endpoint, credentials: ROOT_KEY });
    const config = { region: "us-east-1", endpoint: local.endpoint, credentials: ROOT_KEY, maxAttempts: 1 };
    [s3, sns, sqs] = [new S3Client({ ...config, forcePathStyle: true }), new SNSClient(config), new SQSClient(config)];
    await clients.s3.send(new CreateBucketCommand({ Bucket: "documents" }));
  });
  afterEach(() => ask("DELETE"));
  after(async () => {
    hangUp(clients);
    for (const client of [s3, sns, sqs]) client.destroy();
    await local.stop();
  });

  const asked = (method: string, path = "", body?: unknown, headers: Record<string, string> = JSON_TYPE) =>
    fetch(`${local.endpoint}/_lab/faults${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  async function ask(method: string, path = "", body?: unknown, headers?: Record<string, string>) {
    const response = await asked(method, path, body, headers);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  }
  const put = async (fault: object) => {
    const { status, body } = await ask("PUT", "/it", fault);
    expect(status, JSON.stringify(body)).to.equal(201);
  };
  const strikes = async () => (await ask("GET", "/it")).body.strikes;

  describe("strike at a door", () => {
    const door = (more: object) => put({ door: { service: "s3", operation: "PutObject", ...more } });
    const write = (Body: string, options = {}) =>
      s3.send(new PutObjectCommand({ Bucket: "documents", Key: "k", Body }), options);
    const stored = async () => {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: "documents", Key: "k" }));
      return await Body!.transformToString();
    };
    beforeEach(() => write("before"));

    it("with an error instead of the work", async () => {
      await door({ effect: SLOW_DOWN });
      const error = await failure(write("after"));
      expect(error).to.include({ name: "SlowDown", message: "Please reduce your request rate." });
      expect(error.$metadata.httpStatusCode).to.equal(503);
      expect([await stored(), await strikes()]).to.deep.equal(["before", 1]);
    });

    it("with an error when the work is done", async () => {
      await door({ when: "after", effect: SLOW_DOWN });
      expect((await failure(write("after"))).name).to.equal("SlowDown");
      expect([await stored(), await strikes()]).to.deep.equal(["after", 1]);
    });

    it("with an error that each service says in its own protocol", async () => {
      await put({ door: { service: "s*s", effect: { error: { code: "Throttling", status: 400 } } } });
      for (const work of [() => sns.send(new ListTopicsCommand({})), () => sqs.send(new ListQueuesCommand({}))])
        expect((await failure(work())).name).to.equal("Throttling");
      expect(await strikes()).to.equal(2);
    });

    it("with a wait", async () => {
      await door({ effect: { latency: { min: 300, max: 300 } } });
      const since = performance.now();
      await write("after");
      expect(performance.now() - since).to.be.at.least(290);
      expect([await stored(), await strikes()]).to.deep.equal(["after", 1]);
    });

    for (const when of ["before", "after"]) {
      it(`with silence ${when} the work`, async () => {
        await door({ when, effect: { silence: true } });
        const error = await failure(write("after", { abortSignal: AbortSignal.timeout(400) }));
        expect(error.name).to.match(/AbortError|TimeoutError/);
        expect([await stored(), await strikes()]).to.deep.equal([when, 1]);
      });
    }

    it("only requests that they choose", async () => {
      for (const other of [
        { operation: "GetObject" },
        { service: "sqs", operation: "*" },
        { resource: "arn:aws:s3:::documents/output/*" },
        { principal: "arn:aws:iam::*:user/*" },
        { probability: 0 },
      ]) {
        await door({ effect: SLOW_DOWN, ...other });
        await write("after");
        expect(await strikes(), JSON.stringify(other)).to.equal(0);
        await ask("DELETE", "/it");
      }
      await door({ effect: SLOW_DOWN, resource: "arn:aws:s3:::documents/*", principal: ROOT, operation: "Put*" });
      expect((await failure(write("after"))).name).to.equal("SlowDown");
    });
  });

  describe("strike on a link:", () => {
    const wire = (fault: object) => put({ link: "sns -> sqs", fault });
    let place: Awaited<ReturnType<typeof aTopicWithAQueue>>;
    let queues = 0;
    beforeEach(async () => {
      place = await aTopicWithAQueue(clients, `q${++queues}`);
    });
    const publish = (Message: string) => clients.sns.send(new PublishCommand({ TopicArn: place.TopicArn, Message }));

    it("what is lost never arrives", async () => {
      await wire({ kind: "lose" });
      await publish("lost");
      await ask("DELETE", "/it");
      await publish("other");
      expect(await place.receive()).to.deep.equal(["other"]);
      expect(await place.receive(1)).to.deep.equal([]);
      expect(await strikes()).to.equal(1);
    });

    it("what is duplicated arrives twice", async () => {
      await wire({ kind: "duplicate" });
      await publish("twin");
      const first = await place.receive();
      const all = first.length === 2 ? first : [...first, ...(await place.receive())];
      expect(all).to.deep.equal(["twin", "twin"]);
      expect(await strikes()).to.equal(1);
    });

    it("what is delayed arrives later, and is overtaken", async () => {
      await wire({ kind: "delay", min: 1500, max: 1500 });
      const since = performance.now();
      await publish("late");
      await ask("DELETE", "/it");
      await publish("early");
      expect(await place.receive()).to.deep.equal(["early"]);
      expect(await place.receive()).to.deep.equal(["late"]);
      expect(performance.now() - since).to.be.at.least(1490);
      expect(await strikes()).to.equal(1);
    });
  });

  describe("are kept by their ids:", () => {
    const LOSE = { link: "s3 -> sqs", fault: { kind: "lose", probability: 1 } };

    it("made, shown, replaced and ended", async () => {
      const made = await ask("POST", "", LOSE);
      expect([made.status, made.headers.get("location")]).to.deep.equal([201, `/_lab/faults/${made.body.id}`]);
      expect((await ask("GET")).body.faults).to.deep.equal([made.body]);
      expect((await ask("GET", `/${made.body.id}?x`)).body).to.deep.equal(made.body);
      const replaced = await ask("PUT", `/${made.body.id}`, { ...LOSE, link: "sns -> lambda" });
      expect([replaced.status, replaced.body.link]).to.deep.equal([200, "sns -> lambda"]);
      expect((await ask("PUT", "/mine-1.a_B", LOSE)).status).to.equal(201);
      const ended = await ask("DELETE", `/${made.body.id}`);
      expect([ended.status, ended.body.id, typeof ended.body.until]).to.deep.equal([200, made.body.id, "string"]);
      expect((await ask("DELETE", `/${made.body.id}`)).status).to.equal(404);
      expect((await ask("DELETE", "/")).body.ended.map(({ id }: FaultRecord) => id)).to.deep.equal(["mine-1.a_B"]);
      expect((await ask("GET")).body.faults).to.deep.equal([]);
    });

    it("and end by themselves", async () => {
      await put({ ...LOSE, ttlSeconds: 0.3 });
      expect((await ask("GET")).body.faults).to.have.length(1);
      await until(async () => (await ask("GET")).body.faults.length === 0);
      const { since, until: end, expiresAt } = (await ask("GET", "/it")).body;
      // Node's timers may ring a millisecond early.
      expect(Date.parse(end)).to.be.at.least(Date.parse(expiresAt) - 2);
      expect(Date.parse(expiresAt) - Date.parse(since)).to.be.within(200, 300);
    });

    it("a thousand at most", async () => {
      for (let i = 0; i < 1000; i++) local.faults.put(`f${i}`, LOSE as never);
      expect(await ask("POST", "", LOSE)).to.deep.include({ status: 409 });
      expect(await ask("PUT", "/new", LOSE)).to.have.nested.property("body.code", "LAB_TOO_MANY_FAULTS");
      expect(await ask("PUT", "/f1", LOSE)).to.deep.include({ status: 200 });
    });
  });

  describe("refuse", () => {
    const refused = async (...words: Parameters<typeof ask>) => {
      const { status, headers, body } = await ask(...words);
      expect(Object.keys(body)).to.deep.equal(["code", "message", "next"]);
      return [status, body.code, headers.get("allow")];
    };

    it("what is no fault, no JSON, or nobody's", async () => {
      expect(await refused("POST", "", {})).to.deep.equal([400, "LAB_FAULT_INVALID", null]);
      expect(await refused("PUT", "/it", { link: "a -> b", fault: { kind: "lose" } })).to.deep.include(
        "LAB_FAULT_INVALID",
      );
      expect(await refused("POST", "", "{")).to.deep.equal([400, "LAB_NO_JSON", null]);
      expect(await refused("POST", "", "x".repeat(70_000))).to.deep.equal([413, "LAB_BODY_TOO_LONG", null]);
      expect(await refused("GET", "/nix")).to.deep.equal([404, "LAB_FAULT_UNKNOWN", null]);
      expect(await refused("PUT", "/a/b", {})).to.deep.equal([404, "LAB_FAULT_ID", null]);
      expect(await refused("PUT", "", {})).to.deep.equal([405, "LAB_METHOD", "DELETE, GET, HEAD, POST"]);
      expect(await refused("POST", "/it", {})).to.deep.equal([405, "LAB_METHOD", "DELETE, GET, HEAD, PUT"]);
      expect((await ask("GET")).body.faults).to.deep.equal([]);
    });

    it("what a page from elsewhere could make a browser send", async () => {
      const fault = JSON.stringify({ link: "s3 -> sqs", fault: { kind: "lose" } });
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
        expect(await refused("POST", "", fault, { "content-type": type })).to.deep.include("LAB_CONTENT_TYPE");
      }
      const { port } = local;
      const said = async (line: string, header: string) => {
        const body = line.startsWith("POST") ? fault : "";
        const lines = [
          line,
          `Host: 127.0.0.1:${port}`,
          "Content-Type: application/json",
          `Content-Length: ${body.length}`,
        ];
        const kept = header.startsWith("Host:") ? lines.filter((other) => !other.startsWith("Host:")) : lines;
        const heard = await talk(port, `${[...kept, header, "Connection: close"].join("\r\n")}\r\n\r\n${body}`);
        return heard.slice(9, 12);
      };
      for (const header of [
        "Host: evil.example",
        "Origin: http://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
      ]) {
        for (const line of [
          "POST /_lab/faults HTTP/1.1",
          "DELETE /_lab/faults HTTP/1.1",
          "GET /_lab/faults HTTP/1.1",
        ]) {
          expect(await said(line, header), `${line} ${header}`).to.equal("403");
        }
      }
      expect(await said("OPTIONS /_lab/faults HTTP/1.1", "Origin: http://localhost:3000")).to.equal("405");
      expect((await ask("GET")).body.faults).to.deep.equal([]);
      expect(await said("POST /_lab/faults HTTP/1.1", "Sec-Fetch-Site: same-origin")).to.equal("201");
    });

    it("nobody for having been refused: the connection goes on", async () => {
      const asking = `GET /_lab/faults HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
      const empty = `POST /_lab/faults HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
      const heard = await talk(local.port, `${empty}${asking}Connection: close\r\n\r\n`);
      expect(heard.match(/HTTP\/1.1 \d+/g)).to.deep.equal(["HTTP/1.1 400", "HTTP/1.1 200"]);
    });
  });
});

async function failure(work: Promise<unknown>) {
  return await work.then(
    () => expect.fail("it went through"),
    (error: Error & { $metadata: { httpStatusCode?: number } }) => error,
  );
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(seen: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(30)) {
    if (await seen()) return;
  }
  throw new Error("it did not happen in time");
}
