import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { Clients } from "../../cloud/gateway/clients.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { aZip } from "../lambda/a-lambda.ts";
import { eventually } from "./a-host.ts";

/** Puts an object for each message, and tells who it is. */
const code = `
  import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
  const s3 = new S3Client({});
  export const handler = async ({ Records }) => {
    for (const { body } of Records) await s3.send(new PutObjectCommand({ Bucket: "documents", Key: body, Body: "x" }));
  };`;

describe("a function in a process of its own, in a whole cloud", () => {
  let local: LocalCloud;
  let clients: Clients;
  before(async () => {
    const onBug = (error: unknown) => {
      throw error;
    };
    local = await LocalCloud.start({ port: 0, timeScale: 1, onBug });
    clients = local.cloud.clients();
  });
  after(() => local.stop());

  it("is deployed from a bucket, takes a queue's messages, and calls S3 as its role", async () => {
    const { s3, sqs, lambda } = clients;
    await s3.send(new CreateBucketCommand({ Bucket: "documents" }));
    await s3.send(new CreateBucketCommand({ Bucket: "packages" }));
    await s3.send(new PutObjectCommand({ Bucket: "packages", Key: "f.zip", Body: aZip({ "index.mjs": code }) }));
    await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const Role = await aRole(clients);
    const Code = { S3Bucket: "packages", S3Key: "f.zip" };
    const settings = { Runtime: "nodejs22.x", Handler: "index.handler", Timeout: 10 } as const;
    await lambda.send(new CreateFunctionCommand({ FunctionName: "keep", Role, Code, ...settings }));
    const { region, accountId } = local.cloud.place;
    const EventSourceArn = `arn:aws:sqs:${region}:${accountId}:orders`;
    await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "keep", EventSourceArn }));
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/orders`,
        MessageBody: "one",
      }),
    );
    await settled(() => facts("BatchProcessed").length > 0);
    expect(facts("ObjectCreated").map((fact) => "key" in fact && fact.key)).to.deep.equal(["f.zip", "one"]);
    expect(facts("BatchProcessed")[0]).to.include({ outcome: "success", function: "keep" });
    const [ended] = facts("InvocationEnded");
    expect(ended).to.include({ outcome: "success", function: "keep" });
    expect(facts("MessageDeleted")).to.have.length(1);
  });

  const facts = (kind: string) => local.cloud.feed.facts.filter((fact) => fact.kind === kind);
});

/** A mapping is enabled after up to fifteen seconds. */
async function settled(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 4 && !condition(); attempt++) await eventually(condition).catch(() => {});
  expect(condition()).to.equal(true);
}

async function aRole({ iam }: Clients): Promise<string> {
  const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const named = { RoleName: "keep", AssumeRolePolicyDocument: document(trust) };
  const { Role } = await iam.send(new CreateRoleCommand(named));
  const rights = { Effect: "Allow", Action: ["sqs:*", "logs:*", "s3:PutObject"], Resource: "*" };
  await iam.send(new PutRolePolicyCommand({ RoleName: "keep", PolicyName: "all", PolicyDocument: document(rights) }));
  return Role!.Arn!;
}
