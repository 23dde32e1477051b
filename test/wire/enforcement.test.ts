import { CreateRoleCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { PublishCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { aFunction, aRole, ECHO } from "./a-function.ts";
import { aHeardTopic, aHearingQueue } from "./a-hearing.ts";
import { aPolicy, at, DOORS, refusal, refused, type World } from "./doors.ts";

const Bucket = "documents-lab";
const ARN = `arn:aws:s3:::${Bucket}`;
const allow = (Action: string | string[], Resource: string | string[] = "*", more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[] = "*", more = {}) => ({
  Effect: "Deny",
  Action,
  Resource,
  ...more,
});

/** A user who may do just this. */
async function aUser(world: World, ...statements: object[]) {
  const { iam } = world.clients;
  await iam.send(new CreateUserCommand({ UserName: "publisher" }));
  const grant = (...granted: object[]) =>
    iam.send(
      new PutUserPolicyCommand({ UserName: "publisher", PolicyName: "work", PolicyDocument: aPolicy(...granted) }),
    );
  if (statements.length > 0) await grant(...statements);
  return { ...(await world.clientsOfUser("publisher")), grant };
}

async function aBucket({ clients: { s3 } }: World) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "input/1.json", Body: "{}" }));
  return (...statements: object[]) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: aPolicy(...statements) }));
}

const put = (Key: string) => new PutObjectCommand({ Bucket, Key, Body: "x" });
const get = (Key: string) => new GetObjectCommand({ Bucket, Key });

for (const door of DOORS) {
  describe(`rights, through the ${door.name}`, () => {
    it(
      "are needed for everything, and the refusal says which",
      at(door, async (world) => {
        await aBucket(world);
        const { s3 } = await aUser(world);
        expect(await refusal(s3.send(put("input/2.json")))).to.include({
          name: "AccessDenied",
          status: 403,
          message:
            `User: arn:aws:iam::${world.accountId}:user/publisher is not authorized to perform: s3:PutObject ` +
            `on resource: "${ARN}/input/2.json" because no identity-based policy allows the s3:PutObject action`,
        });
      }),
    );

    it(
      "reach as far as their resource, and no further",
      at(door, async (world) => {
        await aBucket(world);
        const { s3 } = await aUser(world, allow("s3:PutObject", `${ARN}/input/*`));
        await s3.send(put("input/2.json"));
        for (const forbidden of [
          put("output/2.csv"),
          put("input"),
          get("input/1.json"),
          new ListObjectsV2Command({ Bucket }),
        ]) {
          expect(await refused(s3.send(forbidden as typeof forbidden & PutObjectCommand))).to.equal("AccessDenied 403");
        }
      }),
    );

    it(
      "to create something do not extend to its tags",
      at(door, async (world) => {
        const { iam, sqs } = await aUser(world, allow(["iam:CreateRole", "sqs:CreateQueue"]));
        const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
        const AssumeRolePolicyDocument = aPolicy(trust);
        const role = { RoleName: "transform", AssumeRolePolicyDocument, Tags: [{ Key: "stack", Value: "lab" }] };
        expect((await refusal(iam.send(new CreateRoleCommand(role)))).message).to.include("perform: iam:TagRole on");
        const queue = { QueueName: "failures", tags: { stack: "lab" } };
        expect((await refusal(sqs.send(new CreateQueueCommand(queue)))).message).to.match(/sqs:tagqueue/i);
        await iam.send(new CreateRoleCommand({ RoleName: "transform", AssumeRolePolicyDocument }));
        await sqs.send(new CreateQueueCommand({ QueueName: "failures" }));
      }),
    );

    it(
      "are taken back as soon as they are changed",
      at(door, async (world) => {
        await aBucket(world);
        const { s3, grant } = await aUser(world, allow("s3:*"));
        await s3.send(put("a"));
        await grant(allow("s3:*"), deny("s3:PutObject", `${ARN}/output/*`));
        await s3.send(put("a"));
        expect((await refusal(s3.send(put("output/1.csv")))).message).to.match(
          /with an explicit deny in an identity-based policy/,
        );
      }),
    );

    it(
      "come from the resource's policy as well, which may also refuse",
      at(door, async (world) => {
        const policy = await aBucket(world);
        const { s3 } = await aUser(world);
        const Principal = { AWS: `arn:aws:iam::${world.accountId}:user/publisher` };
        await policy(allow("s3:GetObject", `${ARN}/input/*`, { Principal }));
        expect(await (await s3.send(get("input/1.json"))).Body!.transformToString()).to.equal("{}");
        await policy(deny("s3:GetObject", `${ARN}/*`, { Principal: "*" }));
        expect((await refusal(s3.send(get("input/1.json")))).message).to.match(
          /with an explicit deny in a resource-based policy/,
        );
        // The account's root is no exception to a policy that denies everybody.
        expect(await refused(world.clients.s3.send(get("input/1.json")))).to.equal("AccessDenied 403");
      }),
    );

    it(
      "depend on circumstances",
      at(door, async (world) => {
        await aBucket(world);
        const { s3, grant } = await aUser(world);
        const until = (offset: number) => ({
          DateLessThan: { "aws:CurrentTime": new Date(world.now() + offset).toISOString() },
        });
        await grant(allow("s3:PutObject", "*", { Condition: until(3_600_000) }));
        await s3.send(put("a"));
        await grant(allow("s3:PutObject", "*", { Condition: until(-1_000) }));
        expect(await refused(s3.send(put("a")))).to.equal("AccessDenied 403");
        await grant(allow("s3:ListBucket", ARN, { Condition: { StringLike: { "s3:prefix": "input/*" } } }));
        await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "input/" }));
        expect(await refused(s3.send(new ListObjectsV2Command({ Bucket })))).to.equal("AccessDenied 403");
      }),
    );

    it(
      "to see what is missing are those to list",
      at(door, async (world) => {
        await aBucket(world);
        const { s3, grant } = await aUser(world, allow("s3:GetObject"));
        expect(await refused(s3.send(get("nothing")))).to.equal("AccessDenied 403");
        await grant(allow(["s3:GetObject", "s3:ListBucket"]));
        expect(await refused(s3.send(get("nothing")))).to.equal("NoSuchKey 404");
      }),
    );

    it(
      "are asked for every object of a batch",
      at(door, async (world) => {
        await aBucket(world);
        const { s3 } = await aUser(world, allow("s3:DeleteObject", `${ARN}/input/*`));
        const Objects = [{ Key: "input/1.json" }, { Key: "output/1.csv" }];
        const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
        expect(Deleted!.map(({ Key }) => Key)).to.deep.equal(["input/1.json"]);
        expect(Errors!.map(({ Key, Code }) => [Key, Code])).to.deep.equal([["output/1.csv", "AccessDenied"]]);
      }),
    );

    it(
      "are refused in each service's own words",
      at(door, async (world) => {
        const queue = await aHearingQueue(world, "deliveries");
        const { TopicArn } = await aHeardTopic(world);
        await world.clients.ssm.send(new PutParameterCommand({ Name: "faults", Value: "{}", Type: "String" }));
        const user = await aUser(world);
        const sent = await refusal(user.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "x" })));
        expect(sent).to.include({ name: "AccessDenied", status: 403 });
        expect(sent.message).to.match(/is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:/);
        const published = await refusal(
          user.sns.send(new PublishCommand({ TopicArn: TopicArn.replace("converted", "x"), Message: "m" })),
        );
        expect(published).to.include({ name: "AuthorizationErrorException", status: 403 });
        const read = await refusal(user.ssm.send(new GetParameterCommand({ Name: "faults" })));
        expect(read).to.include({ name: "AccessDeniedException", status: 400 });
        expect(read.message).to.match(
          /is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:.*:parameter\/faults because no identity-based policy/,
        );
      }),
    );

    it(
      "of a queue's messages are apart: who sends need not receive",
      at(door, async (world) => {
        const queue = await aHearingQueue(world, "deliveries");
        const { sqs } = await aUser(world, allow("sqs:SendMessage", queue.arn));
        await sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: "x" }));
        expect(await refused(sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url })))).to.equal(
          "AccessDenied 403",
        );
      }),
    );

    it(
      "of a role are those of its session",
      at(door, async (world) => {
        await aBucket(world);
        const arn = await aRole(world, "reader", allow("s3:GetObject", `${ARN}/input/*`));
        const { s3 } = await world.clientsOfRole(arn);
        await s3.send(get("input/1.json"));
        expect((await refusal(s3.send(put("input/1.json")))).message).to.match(
          new RegExp(`^User: arn:aws:sts::${world.accountId}:assumed-role/reader/\\S+ is not authorized`),
        );
      }),
    );

    it(
      "of a function are those of its role",
      at(door, async (world) => {
        await aBucket(world);
        const handler = `
        try {
          const { GetObjectCommand } = require("@aws-sdk/client-s3");
          const { Body } = await world.s3.send(new GetObjectCommand({ Bucket: "${Bucket}", Key: event.key }));
          return await Body.transformToString();
        } catch (error) { return error.name; }`;
        const { invoke } = await aFunction(world, handler, {}, allow("s3:GetObject", `${ARN}/input/*`));
        expect((await invoke({ key: "input/1.json" })).answer).to.equal("{}");
        expect((await invoke({ key: "output/1.csv" })).answer).to.equal("AccessDenied");
      }),
    );

    it(
      "to pass a role to a function must be given",
      at(door, async (world) => {
        const { lambda } = await aUser(world, allow("lambda:CreateFunction"));
        const { made } = await aFunction(world, ECHO);
        const create = {
          FunctionName: "other",
          Role: made.Role,
          Runtime: "nodejs20.x",
          Handler: "index.handler",
          Code: { ZipFile: new Uint8Array() },
        } as const;
        const { name, message } = await refusal(lambda.send(new CreateFunctionCommand(create)));
        expect(name).to.equal("AccessDeniedException");
        expect(message).to.match(
          /is not authorized to perform: iam:PassRole on resource: arn:aws:iam::\d+:role\/transform-role/,
        );
      }),
    );
  });
}
