/**
 * The servers that `bench/http.ts` measures, each in a process of its own that tells its CPU time when asked:
 *
 *     cloud     the embedded AWS behind its HTTP door, with a user who may do what the letters ask, and no more
 *     bare      node:http: reads a request's body and answers as much as S3 does to a PUT
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Cloud } from "../cloud/cloud.ts";
import { HttpDoor } from "../cloud/gateway/http-door.ts";
import { Activity } from "../cloud/kernel/activity.ts";
import { WallClock } from "../cloud/kernel/clock.ts";
import { Random } from "../cloud/kernel/random.ts";
import { DOCUMENT, USER } from "./letters.ts";

export interface Opening {
  readonly port: number;
  /** Of a message that was received; the bare server has none. */
  readonly receiptHandle?: string;
}

async function serveCloud(): Promise<Opening> {
  const [clock, fail] = [new WallClock(), (bug: unknown) => console.error(bug)];
  const cloud = new Cloud({
    clock,
    activity: new Activity(),
    random: Random.fromSeed(1),
    latencyScale: 0,
    onBug: fail,
  });
  const receiptHandle = await furnish(cloud);
  const { gateway, place, houses } = cloud;
  const { iam } = houses.services;
  admitUser(iam);
  const rootCredentials = { accessKeyId: "AKIAROOT", secretAccessKey: "root" };
  const door = new HttpDoor({ gateway, credentials: iam.credentials, rootCredentials, clock, place, onBug: fail });
  return { port: (await door.listen(0)).port, receiptHandle };
}

/** Makes what the letters ask for; answers the handle of a message that was received. */
async function furnish(cloud: Cloud): Promise<string> {
  const { s3, ssm, sqs, sns } = cloud.clients();
  const { CreateBucketCommand, PutObjectCommand } = await import("@aws-sdk/client-s3");
  const { PutParameterCommand } = await import("@aws-sdk/client-ssm");
  const { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } = await import("@aws-sdk/client-sqs");
  const { CreateTopicCommand } = await import("@aws-sdk/client-sns");
  await s3.send(new CreateBucketCommand({ Bucket: "documents" }));
  await s3.send(new PutObjectCommand({ Bucket: "documents", Key: "input/7.json", Body: DOCUMENT }));
  await ssm.send(new PutParameterCommand({ Name: "/lab/rate", Value: "2", Type: "String" }));
  await sns.send(new CreateTopicCommand({ Name: "converted" }));
  const queue = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "0" } }))).QueueUrl!;
  await queue("sent");
  await sqs.send(new SendMessageCommand({ QueueUrl: await queue("seen"), MessageBody: DOCUMENT }));
  const QueueUrl = await queue("deleted");
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: DOCUMENT }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages![0]!.ReceiptHandle!;
}

function admitUser(iam: Cloud["houses"]["services"]["iam"]): void {
  const user = iam.createUser({ name: "bench" });
  const allowed = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
  const Statement = [
    allowed("s3:*", "arn:aws:s3:::documents/*"),
    allowed("sqs:*", "arn:aws:sqs:*:*:*"),
    allowed("sns:Publish", "arn:aws:sns:*:*:converted"),
    allowed("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/lab/*"),
  ];
  iam.putPolicy(user, "rights", JSON.stringify({ Version: "2012-10-17", Statement }));
  iam.credentials.add({ ...USER, principal: iam.userPrincipal(user) });
}

function serveBare(): Promise<Opening> {
  const answer = Buffer.alloc(250, "x");
  const server = createServer((request, response) => {
    request.on("end", () => response.writeHead(200, { "content-length": answer.length }).end(answer)).resume();
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ port: (server.address() as AddressInfo).port }));
  });
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
process.send!(await (process.argv[2] === "cloud" ? serveCloud() : serveBare()));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!(user + system);
});
process.on("disconnect", () => process.exit());
