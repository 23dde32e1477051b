/**
 * What a small request costs behind the HTTP door, signatures verified and IAM on, beside a bare node:http server that
 * answers as many bytes. Cloud and bare server run in processes of their own and tell their CPU time; the client is
 * this process, on eight connections that stay open, with requests that were signed before.
 */
import { fork } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { fileURLToPath } from "node:url";
import { Cloud } from "../cloud/cloud.ts";
import { queryPairs } from "../cloud/gateway/http/arrival.ts";
import { HttpDoor } from "../cloud/gateway/http-door.ts";
import { canonicalRequest, SigningKeys, scopeText, sha256, sign, stringToSign } from "../cloud/gateway/signature.ts";
import { basicTime } from "../cloud/gateway/signature-time.ts";
import { Activity } from "../cloud/kernel/activity.ts";
import { WallClock } from "../cloud/kernel/clock.ts";
import { Random } from "../cloud/kernel/random.ts";
import { median, type Row } from "./row.ts";

const CONNECTIONS = 8;
const REQUESTS = 4000;
const ROUNDS = 5;
const USER = { accessKeyId: "AKIABENCH", secretAccessKey: "bench" };

interface Letter {
  readonly name: string;
  readonly service: string;
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const DOCUMENT = JSON.stringify({ id: 7, customer: "Customer 7", amount: 12.5, note: "x".repeat(180) });

const LETTERS: readonly Letter[] = [
  { name: "s3 PutObject", service: "s3", line: "PUT /documents/input/7.json?x-id=PutObject", body: DOCUMENT },
  { name: "s3 GetObject", service: "s3", line: "GET /documents/input/7.json?x-id=GetObject", body: "" },
  { name: "sqs ReceiveMessage", service: "sqs", ...toSqs("ReceiveMessage", { QueueUrl: "q" }) },
  { name: "ssm GetParameter", service: "ssm", ...toSsm("GetParameter", { Name: "/lab/rate" }) },
];

function toSqs(operation: string, body: object) {
  return inJson(`AmazonSQS.${operation}`, "1.0", body);
}

function toSsm(operation: string, body: object) {
  return inJson(`AmazonSSM.${operation}`, "1.1", body);
}

function inJson(target: string, version: string, body: object) {
  const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target };
  return { line: "POST /", headers, body: JSON.stringify(body) };
}

/** CPU time of the server a request, and requests a second against the bare server's. */
export async function benchHttp(): Promise<Row[]> {
  const [cloud, bare] = [await started("cloud"), await started("bare")];
  try {
    const rows: Row[] = [];
    for (const letter of LETTERS) rows.push(...(await measured(letter, cloud, bare)));
    return rows;
  } finally {
    cloud.stop();
    bare.stop();
  }
}

async function measured(letter: Letter, cloud: Child, bare: Child): Promise<Row[]> {
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    ours.push(await driven(cloud, signed(letter, cloud.port)));
    theirs.push(await driven(bare, signed(letter, bare.port)));
  }
  // The first round warms up.
  const of = (costs: Cost[], figure: keyof Cost) => median(costs.slice(1).map((cost) => cost[figure]));
  const ratio = of(ours, "perSecond") / of(theirs, "perSecond");
  return [
    { name: `HTTP, ${letter.name}, CPU of the server`, figure: of(ours, "cpu"), unit: "us", must: 80 },
    { name: `HTTP, ${letter.name}, speed / bare node:http`, figure: ratio, unit: "x", must: 0.25, better: "more" },
  ];
}

interface Cost {
  /** Microseconds of the server's CPU a request. */
  readonly cpu: number;
  readonly perSecond: number;
}

async function driven(child: Child, request: Buffer): Promise<Cost> {
  const before = await child.cpu();
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, () => converse(child.port, request, REQUESTS / CONNECTIONS)));
  const seconds = (performance.now() - start) / 1000;
  return { cpu: ((await child.cpu()) - before) / REQUESTS, perSecond: REQUESTS / seconds };
}

/** Sends a request as often as asked on one connection, each when the one before was answered. */
function converse(port: number, request: Buffer, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = times;
    let heard = Buffer.alloc(0);
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(request));
    socket.on("data", (piece) => {
      heard = heard.length === 0 ? piece : Buffer.concat([heard, piece]);
      const end = lengthOf(heard);
      if (end === undefined || heard.length < end) return;
      if (!heard.toString("latin1", 0, 12).endsWith("200")) reject(new Error(heard.toString()));
      heard = heard.subarray(end);
      if (--left > 0) socket.write(request);
      else socket.end(() => resolve());
    });
    socket.on("error", reject);
  });
}

/** How long the answer at the front is; undefined when its head is not there yet. */
function lengthOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString("latin1", 0, end + 2))?.[1];
  return end + 4 + Number(length ?? 0);
}

function signed({ service, line, headers: more, body }: Letter, port: number): Buffer {
  const [, method = "", path = "", search = ""] = /^(\w+) ([^?]*)\??(.*)$/.exec(line) ?? [];
  const time = basicTime(Date.now());
  const scope = { day: time.slice(0, 8), region: "us-east-1", service };
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-amz-date": time,
    "x-amz-content-sha256": sha256(body),
    ...more,
  };
  const names = Object.keys(headers).sort();
  const canonical = canonicalRequest(
    { method, path, queryPairs: queryPairs(search), headers },
    scope,
    names,
    sha256(body),
  );
  const signature = sign(new SigningKeys().of(USER.secretAccessKey, scope), stringToSign(time, scope, canonical));
  const credential = `Credential=${USER.accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(";")}`;
  headers.authorization = `AWS4-HMAC-SHA256 ${credential}, Signature=${signature}`;
  headers["content-length"] = String(Buffer.byteLength(body));
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${line} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

interface Child {
  readonly port: number;
  /** Microseconds used so far. */
  cpu(): Promise<number>;
  stop(): void;
}

async function started(role: string): Promise<Child> {
  const child = fork(fileURLToPath(import.meta.url), [role], { execArgv: ["--import", "tsx"] });
  const answer = () => new Promise<number>((resolve) => child.once("message", resolve));
  const port = await answer();
  const cpu = () => {
    const told = answer();
    child.send("cpu");
    return told;
  };
  return { port, cpu, stop: () => child.kill() };
}

/** A cloud whose user may do what the letters ask, and no more. */
async function serveCloud(): Promise<number> {
  const [clock, fail] = [new WallClock(), (bug: unknown) => console.error(bug)];
  const cloud = new Cloud({
    clock,
    activity: new Activity(),
    random: Random.fromSeed(1),
    latencyScale: 0,
    onBug: fail,
  });
  const { gateway, place, houses } = cloud;
  const { s3, ssm } = cloud.clients();
  const { CreateBucketCommand, PutObjectCommand } = await import("@aws-sdk/client-s3");
  const { PutParameterCommand } = await import("@aws-sdk/client-ssm");
  const { CreateQueueCommand } = await import("@aws-sdk/client-sqs");
  await s3.send(new CreateBucketCommand({ Bucket: "documents" }));
  await s3.send(new PutObjectCommand({ Bucket: "documents", Key: "input/7.json", Body: DOCUMENT }));
  await ssm.send(new PutParameterCommand({ Name: "/lab/rate", Value: "2", Type: "String" }));
  await cloud.clients().sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  const { iam } = houses.services;
  const user = iam.createUser({ name: "bench" });
  const allowed = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
  const Statement = [
    allowed("s3:*", "arn:aws:s3:::documents/*"),
    allowed("sqs:*", "arn:aws:sqs:*:*:q"),
    allowed("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/lab/*"),
  ];
  iam.putPolicy(user, "rights", JSON.stringify({ Version: "2012-10-17", Statement }));
  iam.credentials.add({ ...USER, principal: iam.userPrincipal(user) });
  const rootCredentials = { accessKeyId: "AKIAROOT", secretAccessKey: "root" };
  const door = new HttpDoor({ gateway, credentials: iam.credentials, rootCredentials, clock, place, onBug: fail });
  return (await door.listen(0)).port;
}

/** Reads a request's body and answers as much as S3 does to a PUT. */
function serveBare(): Promise<number> {
  const answer = Buffer.alloc(250, "x");
  const server = createServer((request, response) => {
    request.on("end", () => response.writeHead(200, { "content-length": answer.length }).end(answer)).resume();
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  process.send(await (process.argv[2] === "cloud" ? serveCloud() : serveBare()));
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send!(user + system);
  });
  process.on("disconnect", () => process.exit());
}
