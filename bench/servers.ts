/**
 * The servers that `bench/http.ts` measures, each in a process of its own that tells its CPU time when asked:
 *
 *     cloud     `chaoslab up --no-deploy`, with a user who may do what the letters ask, and no more
 *     bare      `bench/bare.ts`
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { ROOT_KEY } from "../lab/local/root-key.ts";
import { DOCUMENT, type Furniture } from "./letters.ts";

export interface Server {
  readonly port: number;
  /** Microseconds used so far, user and system. */
  cpu(): Promise<number>;
  stop(): void;
}

export function startCloud(): Promise<Server> {
  return started("../bin/chaoslab.js", ["up", "--no-deploy", "--port", "0"]);
}

export function startBare(): Promise<Server> {
  return started("./bare.ts", []);
}

const TELLING = `data:text/javascript,process.on("message",()=>{const{user,system}=process.cpuUsage();process.send(user+system)})`;

async function started(program: string, args: readonly string[]): Promise<Server> {
  const node = ["--import", TELLING, ...(program.endsWith(".ts") ? ["--import", "tsx"] : [])];
  const child = spawn(process.execPath, [...node, fileURLToPath(import.meta.resolve(program)), ...args], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const [line] = await once(child.stdout!, "data");
  const cpu = async () => {
    const told = once(child, "message");
    child.send("cpu");
    const [microseconds] = await told;
    return microseconds as number;
  };
  return { port: Number(/:(\d+)/.exec(String(line))![1]), cpu, stop: () => child.kill() };
}

/** Makes what the letters ask for, and who sends them. */
export async function furnished({ port }: Server): Promise<Furniture> {
  const account = { endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials: ROOT_KEY };
  const [s3, sqs] = [new S3Client({ ...account, forcePathStyle: true }), new SQSClient(account)];
  await s3.send(new CreateBucketCommand({ Bucket: "documents" }));
  await s3.send(new PutObjectCommand({ Bucket: "documents", Key: "input/7.json", Body: DOCUMENT }));
  await new SSMClient(account).send(new PutParameterCommand({ Name: "/lab/rate", Value: "2", Type: "String" }));
  const { TopicArn } = await new SNSClient(account).send(new CreateTopicCommand({ Name: "converted" }));
  const queue = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "0" } }))).QueueUrl!;
  const queues = { sent: await queue("sent"), seen: await queue("seen"), deleted: await queue("deleted") };
  for (const QueueUrl of [queues.seen, queues.deleted]) {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: DOCUMENT }));
  }
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queues.deleted }));
  const user = await admitted(new IAMClient(account));
  return { queues, topic: TopicArn!, receiptHandle: Messages![0]!.ReceiptHandle!, user };
}

async function admitted(iam: IAMClient): Promise<Furniture["user"]> {
  const UserName = "bench";
  await iam.send(new CreateUserCommand({ UserName }));
  const allowed = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
  const Statement = [
    allowed("s3:*", "arn:aws:s3:::documents/*"),
    allowed("sqs:*", "arn:aws:sqs:*:*:*"),
    allowed("sns:Publish", "arn:aws:sns:*:*:converted"),
    allowed("ssm:GetParameter", "arn:aws:ssm:*:*:parameter/lab/*"),
  ];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "rights", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}
