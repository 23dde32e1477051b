import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, CreateFunctionCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { zipSync } from "fflate";
import { s3, sns } from "../../../chaos/vocabulary.ts";
import { BITE } from "../a-bite.ts";
import { aCloud } from "../a-cloud.ts";

type Lab = ReturnType<typeof aCloud>;
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/** A queue that takes what anybody sends. */
async function aQueue({ aws, region, accountId }: Lab) {
  const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName: "deliveries" }));
  const arn = `arn:aws:sqs:${region}:${accountId}:deliveries`;
  const Policy = policy({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn });
  await aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return { QueueUrl, arn };
}

/** A function that S3 may invoke. */
async function aFunction({ aws }: Lab): Promise<string> {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await aws.iam.send(
    new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: policy(trust) }),
  );
  const Code = {
    ZipFile: zipSync({ "index.js": Buffer.from("exports.create = () => ({ handler: async () => 1 });") }),
  };
  const { FunctionArn } = await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Role: Role!.Arn!,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Code,
    }),
  );
  const permission = {
    FunctionName: "f",
    StatementId: "s3",
    Action: "lambda:InvokeFunction",
    Principal: "s3.amazonaws.com",
  };
  await aws.lambda.send(new AddPermissionCommand(permission));
  return FunctionArn!;
}

describe("s3.silenceFunctions", () => {
  it("takes the functions' notifications away and no others, and gives them back as they were", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { aws } = lab;
      const [queue, fn] = [await aQueue(lab), await aFunction(lab)];
      const Bucket = "documents";
      await aws.s3.send(new CreateBucketCommand({ Bucket }));
      const filter = (Value: string) => ({ Key: { FilterRules: [{ Name: "prefix" as const, Value }] } });
      const Events = ["s3:ObjectCreated:*" as const];
      const NotificationConfiguration = {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn: fn, Events, Filter: filter("input/") }],
        QueueConfigurations: [{ Id: "out", QueueArn: queue.arn, Events, Filter: filter("output/") }],
      };
      await aws.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
      const read = async () => {
        const { $metadata, ...found } = await aws.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
        return JSON.parse(JSON.stringify(found));
      };
      const before = await read();
      expect(Object.keys(before)).to.have.members(["LambdaFunctionConfigurations", "QueueConfigurations"]);
      await lab.perform(s3.silenceFunctions(Bucket, BITE));
      expect(await read()).to.deep.equal({ QueueConfigurations: before.QueueConfigurations });
      await lab.restore();
      expect(await read()).to.deep.equal(before);
    });
  });
});

describe("sns.filter", () => {
  const NOTHING = { never: ["matches"] };

  async function aSubscription(lab: Lab, Attributes: Record<string, string> = {}) {
    const { aws } = lab;
    const queue = await aQueue(lab);
    const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: "converted" }));
    const { SubscriptionArn } = await aws.sns.send(
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn, ReturnSubscriptionArn: true, Attributes }),
    );
    const attributes = async () =>
      (await aws.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes!;
    const arrives = async () => {
      const MessageAttributes = { stage: { DataType: "String", StringValue: "done" } };
      await aws.sns.send(new PublishCommand({ TopicArn, Message: "m", MessageAttributes }));
      const asked = new ReceiveMessageCommand({
        QueueUrl: queue.QueueUrl,
        WaitTimeSeconds: 1,
        MaxNumberOfMessages: 10,
      });
      return (await aws.sqs.send(asked)).Messages !== undefined;
    };
    return { SubscriptionArn: SubscriptionArn!, attributes, arrives };
  }

  it("filters everything out, and lets everything in again", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { SubscriptionArn, attributes, arrives } = await aSubscription(lab);
      const before = await attributes();
      await lab.perform(sns.filter(SubscriptionArn, "converted", NOTHING));
      expect(await arrives()).to.equal(false);
      await lab.restore();
      expect(await arrives()).to.equal(true);
      const { FilterPolicy: _policy = "{}", FilterPolicyScope: _scope, ...after } = await attributes();
      expect(after).to.deep.equal(before);
      expect(_policy).to.equal("{}");
    });
  });

  it("gives back the filter that was there, to the letter", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const FilterPolicy = '{ "stage": ["done", {"prefix": "x"}] }';
      const { SubscriptionArn, attributes, arrives } = await aSubscription(lab, { FilterPolicy });
      const before = await attributes();
      await lab.perform(sns.filter(SubscriptionArn, "converted", NOTHING));
      expect(await arrives()).to.equal(false);
      await lab.restore();
      expect(await attributes()).to.deep.equal(before);
      expect(await arrives()).to.equal(true);
    });
  });

  it("does not hold when somebody changes it meanwhile", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { SubscriptionArn } = await aSubscription(lab);
      await lab.perform(sns.filter(SubscriptionArn, "converted", NOTHING));
      const theirs = { SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: '{"a":["b"]}' };
      await lab.aws.sns.send(new SetSubscriptionAttributesCommand(theirs));
      expect((await lab.script.restoreAll())[0]!.restoration).to.deep.equal({
        outcome: "drifted",
        found: '{"a":["b"]}',
      });
    });
  });
});
