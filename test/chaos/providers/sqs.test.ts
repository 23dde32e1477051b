import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "chai";
import type { ActionProvider } from "../../../chaos/experiment.ts";
import { minutes, seconds, sqs } from "../../../chaos/vocabulary.ts";
import { BITE } from "../a-bite.ts";
import { aCloud, whatIsThere } from "../a-cloud.ts";
import { allWell } from "../a-world.ts";

type Lab = ReturnType<typeof aCloud>;

async function aQueue({ aws, region, accountId }: Lab, QueueName: string) {
  const { QueueUrl } = await aws.sqs.send(new CreateQueueCommand({ QueueName }));
  const set = (name: string, value: string) =>
    aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [name]: value } }));
  const attribute = async (name: string) =>
    (await aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name as never] }))).Attributes?.[
      name as never
    ];
  const receive = async () => {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"], WaitTimeSeconds: 1 };
    return (await aws.sqs.send(new ReceiveMessageCommand(asked))).Messages ?? [];
  };
  return { url: QueueUrl!, arn: `arn:aws:sqs:${region}:${accountId}:${QueueName}`, set, attribute, receive };
}

/** A queue that hears of a topic. */
async function aSubscription(lab: Lab, statements: (arn: string, topicArn: string) => unknown) {
  const { sns } = lab.aws;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "converted" }));
  const queue = await aQueue(lab, "deliveries");
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: statements(queue.arn, TopicArn!) });
  await queue.set("Policy", Policy);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn }));
  const arrives = async () => {
    await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
    return (await queue.receive()).length === 1;
  };
  return { queue, Policy, arrives };
}

const letIn = (Resource: string, topicArn: string) => ({
  Sid: "converted",
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource,
  Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
});

describe("sqs.refuse", () => {
  for (const [what, statements] of [
    ["a list of statements", (arn: string, topic: string) => [letIn(arn, topic)]],
    ["a single statement without a list", letIn],
    [
      "a statement of ours that has expired",
      (arn: string, topic: string) => [
        letIn(arn, topic),
        {
          Sid: "ChaosLab",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: arn,
          Condition: { DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } },
        },
      ],
    ],
  ] as const) {
    it(`lets a queue refuse a service, and gives its policy back to the letter: ${what}`, async () => {
      const lab = aCloud();
      await lab.tell(async () => {
        const { queue, Policy, arrives } = await aSubscription(lab, statements);
        expect(await arrives()).to.equal(true);
        await lab.perform(sqs.refuse(queue, "sns.amazonaws.com", BITE));
        expect(await arrives()).to.equal(false);
        const sids = JSON.parse((await queue.attribute("Policy"))!).Statement.map(({ Sid }: { Sid: string }) => Sid);
        expect(sids).to.deep.equal(["converted", "ChaosLab"]);
        await lab.restore();
        expect(await queue.attribute("Policy")).to.equal(Policy);
        expect(await arrives()).to.equal(true);
      });
    });
  }

  it("ends by itself when nobody is left to end it", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const { queue, arrives } = await aSubscription(lab, (arn, topic) => [letIn(arn, topic)]);
      await lab.perform(sqs.refuse(queue, "sns.amazonaws.com", BITE), minutes(10));
      await lab.clock.sleep(seconds(55));
      expect(await arrives()).to.equal(false);
      await lab.clock.sleep(seconds(10));
      expect(await arrives()).to.equal(true);
    });
  });

  it("leaves a queue without a policy as it was", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const queue = await aQueue(lab, "deliveries");
      const [record] = await (async () => {
        await lab.perform(sqs.refuse(queue, "sns.amazonaws.com", BITE));
        return await lab.restore();
      })();
      expect(record).to.include({ before: "", expiry: "policy" });
      expect(await queue.attribute("Policy")).to.equal(undefined);
    });
  });
});

describe("sqs.setAttribute", () => {
  it("sets one attribute, and gives back what it was", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const queue = await aQueue(lab, "deliveries");
      await queue.set("VisibilityTimeout", "180");
      await lab.perform(sqs.setAttribute(queue.url, "VisibilityTimeout", "1", BITE));
      expect(await queue.attribute("VisibilityTimeout")).to.equal("1");
      await lab.restore();
      expect(await queue.attribute("VisibilityTimeout")).to.equal("180");
    });
  });

  it("leaves alone what somebody else has set meanwhile", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const queue = await aQueue(lab, "deliveries");
      const provider: ActionProvider = sqs.setAttribute(queue.url, "VisibilityTimeout", "1", BITE);
      await lab.perform(provider);
      await queue.set("VisibilityTimeout", "60");
      const [record] = await lab.script.restoreAll();
      expect(record!.restoration).to.deep.equal({ outcome: "drifted", found: "60" });
      expect(await whatIsThere(provider, lab)).to.equal("60");
    });
  });
});

describe("sqs.redrive", () => {
  it("moves every message with its attributes, and leaves nothing behind", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const [from, to] = [await aQueue(lab, "undelivered"), await aQueue(lab, "deliveries")];
      const MessageAttributes = {
        text: { DataType: "String", StringValue: "é" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
      };
      for (let i = 0; i < 23; i++) {
        const message = { QueueUrl: from.url, MessageBody: `message ${i}` };
        await lab.aws.sqs.send(new SendMessageCommand({ ...message, ...(i === 7 && { MessageAttributes }) }));
      }
      await lab.perform(sqs.redrive(from.url, to.url));
      expect(lab.script.activities[0]!.output).to.deep.equal({ moved: 23 });
      const moved = [];
      for (let some = await to.receive(); some.length > 0; some = await to.receive()) moved.push(...some);
      expect(moved.map(({ Body }) => Body).sort()).to.deep.equal(
        Array.from({ length: 23 }, (_, i) => `message ${i}`).sort(),
      );
      const attributes = moved.find(({ Body }) => Body === "message 7")!.MessageAttributes!;
      expect(attributes.text).to.deep.equal(MessageAttributes.text);
      expect([...attributes.bytes!.BinaryValue!]).to.deep.equal([0, 255]);
      expect(await from.attribute("ApproximateNumberOfMessages")).to.equal("0");
      expect(await from.attribute("ApproximateNumberOfMessagesNotVisible")).to.equal("0");
    });
  });

  it("moves nothing out of an empty queue, and holds nothing", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const [from, to] = [await aQueue(lab, "undelivered"), await aQueue(lab, "deliveries")];
      await lab.perform(sqs.redrive(from.url, to.url));
      expect(lab.script.activities[0]!.output).to.deep.equal({ moved: 0 });
      expect(await lab.script.restoreAll()).to.deep.equal([]);
    });
  });
});

describe("sqs.depth", () => {
  it("counts the messages that wait", async () => {
    const lab = aCloud();
    await lab.tell(async () => {
      const queue = await aQueue(lab, "failures");
      const observations = {
        documents: allWell({ name: "method", documents: 1, perSecond: 1, malformed: 0 }),
        from: 0,
        until: 0,
        clock: lab.clock,
      };
      const depth = () => sqs.depth(queue.url).measure(observations, lab.aws);
      expect(await depth()).to.equal(0);
      for (const MessageBody of ["a", "b"])
        await lab.aws.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
      expect(await depth()).to.equal(2);
    });
  });
});
