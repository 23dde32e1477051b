import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { aHeardTopic, aHearingQueue } from "./a-hearing.ts";
import { at, DOORS, refusal, refused } from "./doors.ts";

for (const door of DOORS) {
  describe(`SNS through the ${door.name}`, () => {
    it(
      "makes, shows and deletes topics",
      at(door, async ({ clients: { sns }, region, accountId }) => {
        const { TopicArn } = await sns.send(
          new CreateTopicCommand({ Name: "converted", Tags: [{ Key: "a", Value: "1" }] }),
        );
        expect(TopicArn).to.equal(`arn:aws:sns:${region}:${accountId}:converted`);
        expect((await sns.send(new ListTopicsCommand({}))).Topics).to.deep.equal([{ TopicArn }]);
        const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
        expect(Attributes).to.include({ TopicArn, Owner: accountId, DisplayName: "", SubscriptionsConfirmed: "0" });
        expect(JSON.parse(Attributes!.Policy!).Id).to.equal("__default_policy_ID");
        await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: "b", Value: "é & <2>" }] }));
        expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags).to.deep.equal([
          { Key: "a", Value: "1" },
          { Key: "b", Value: "é & <2>" },
        ]);
        await sns.send(new DeleteTopicCommand({ TopicArn }));
        expect(await refusal(sns.send(new GetTopicAttributesCommand({ TopicArn })))).to.include({
          name: "NotFoundException",
          status: 404,
          message: "Topic does not exist",
        });
      }),
    );

    it(
      "delivers a message in its envelope",
      at(door, async (world) => {
        const { sns, TopicArn, SubscriptionArn, queue } = await aHeardTopic(world);
        const MessageAttributes = { stage: { DataType: "String", StringValue: "é" } };
        const { MessageId } = await sns.send(
          new PublishCommand({ TopicArn, Message: "hello <é>", Subject: "s", MessageAttributes }),
        );
        const [heard] = await queue.hear();
        expect(heard!.MessageAttributes).to.equal(undefined);
        const { Timestamp, Signature, SigningCertURL, UnsubscribeURL, ...envelope } = JSON.parse(heard!.Body!);
        expect(envelope).to.deep.equal({
          Type: "Notification",
          MessageId,
          TopicArn,
          Subject: "s",
          Message: "hello <é>",
          SignatureVersion: "1",
          MessageAttributes: { stage: { Type: "String", Value: "é" } },
        });
        expect(new Date(Timestamp).getTime()).to.be.within(world.now() - 60_000, world.now());
        expect(UnsubscribeURL).to.include(SubscriptionArn);
        expect([typeof Signature, typeof SigningCertURL]).to.deep.equal(["string", "string"]);
      }),
    );

    it(
      "delivers a message raw, its attributes as the queue's",
      at(door, async (world) => {
        const { sns, TopicArn, queue } = await aHeardTopic(world, { RawMessageDelivery: "true" });
        const stage = { DataType: "String", StringValue: "raw" };
        await sns.send(
          new PublishCommand({ TopicArn, Message: "hello", Subject: "dropped", MessageAttributes: { stage } }),
        );
        const [heard] = await queue.hear();
        expect(heard!.Body).to.equal("hello");
        expect(heard!.MessageAttributes).to.deep.equal({ stage });
      }),
    );

    for (const [what, policy, scope, message, arrives] of [
      ["an attribute that is listed", { stage: ["done", "raw"] }, "MessageAttributes", { stage: "raw" }, true],
      ["an attribute that is not", { stage: ["done"] }, "MessageAttributes", { stage: "raw" }, false],
      ["no attribute at all", { stage: ["done"] }, "MessageAttributes", {}, false],
      ["a prefix", { stage: [{ prefix: "do" }] }, "MessageAttributes", { stage: "done" }, true],
      ["anything but", { stage: [{ "anything-but": ["done"] }] }, "MessageAttributes", { stage: "done" }, false],
      ["a body that fits", { size: [{ numeric: [">", 10, "<=", 20] }] }, "MessageBody", { size: 20 }, true],
      ["a body that does not", { size: [{ numeric: [">", 10] }] }, "MessageBody", { size: 10 }, false],
      [
        "a nested body",
        { s3: { object: { key: [{ suffix: ".csv" }] } } },
        "MessageBody",
        { s3: { object: { key: "1.csv" } } },
        true,
      ],
    ] as const) {
      it(
        `${arrives ? "delivers" : "filters out"} a message with ${what}`,
        at(door, async (world) => {
          const filter = { FilterPolicy: JSON.stringify(policy), FilterPolicyScope: scope };
          const { sns, TopicArn, queue } = await aHeardTopic(world, { RawMessageDelivery: "true", ...filter });
          const inBody = scope === "MessageBody";
          const MessageAttributes = Object.fromEntries(
            Object.entries(inBody ? {} : message).map(([name, value]) => [
              name,
              { DataType: "String", StringValue: String(value) },
            ]),
          );
          await sns.send(
            new PublishCommand({ TopicArn, Message: inBody ? JSON.stringify(message) : "m", MessageAttributes }),
          );
          expect(await queue.hear(1)).to.have.lengthOf(arrives ? 1 : 0);
        }),
      );
    }

    it(
      "publishes batches, and says which entries it did not take",
      at(door, async (world) => {
        const { sns, TopicArn, queue } = await aHeardTopic(world, { RawMessageDelivery: "true" });
        const PublishBatchRequestEntries = [
          { Id: "1", Message: "one" },
          { Id: "2", Message: "two" },
        ];
        const { Successful, Failed } = await sns.send(
          new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }),
        );
        expect(Successful!.map(({ Id }) => Id)).to.deep.equal(["1", "2"]);
        expect(Failed).to.deep.equal([]);
        const heard = [...(await queue.hear()), ...(await queue.hear(1))];
        expect(heard.map(({ Body }) => Body)).to.have.members(["one", "two"]);
        const twice = [
          { Id: "1", Message: "one" },
          { Id: "1", Message: "two" },
        ];
        const batch = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: twice });
        expect(await refusal(sns.send(batch))).to.include({
          name: "BatchEntryIdsNotDistinctException",
          status: 400,
          message: "Two or more batch entries in the request have the same Id.",
        });
      }),
    );

    it(
      "shows, changes and ends subscriptions",
      at(door, async (world) => {
        const { sns, TopicArn, SubscriptionArn, queue } = await aHeardTopic(world);
        expect(SubscriptionArn).to.match(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
        const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        expect(Subscriptions).to.deep.equal([
          { SubscriptionArn, TopicArn, Protocol: "sqs", Endpoint: queue.arn, Owner: world.accountId },
        ]);
        const raw = { SubscriptionArn, AttributeName: "RawMessageDelivery", AttributeValue: "true" };
        await sns.send(new SetSubscriptionAttributesCommand(raw));
        const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
        expect(Attributes).to.include({ RawMessageDelivery: "true", PendingConfirmation: "false", TopicArn });
        const again = new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn });
        expect(
          await refusal(
            sns.send(new SubscribeCommand({ ...again.input, Attributes: { RawMessageDelivery: "false" } })),
          ),
        ).to.include({
          name: "InvalidParameterException",
          message: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
        });
        await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
        expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).to.deep.equal([]);
      }),
    );

    it(
      "gives up at once what a queue refuses, and parks it where the subscription says",
      at(door, async (world) => {
        const parked = await aHearingQueue(world, "undelivered");
        const { sns, TopicArn, queue } = await aHeardTopic(world, {
          RawMessageDelivery: "true",
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn: parked.arn }),
        });
        await parked.admit("sns.amazonaws.com", TopicArn);
        await queue.shut();
        await sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
        expect((await parked.hear()).map(({ Body }) => Body)).to.deep.equal(["hello"]);
        expect(await queue.hear(1)).to.deep.equal([]);
        await queue.admit("sns.amazonaws.com", TopicArn);
        await sns.send(new PublishCommand({ TopicArn, Message: "again" }));
        expect((await queue.hear()).map(({ Body }) => Body)).to.deep.equal(["again"]);
      }),
    );

    it(
      "says what is wrong in SNS's words",
      at(door, async (world) => {
        const { sns, TopicArn } = await aHeardTopic(world);
        const publish = (more: object) => sns.send(new PublishCommand({ TopicArn, Message: "m", ...more }));
        expect(await refused(publish({ TopicArn: TopicArn.replace("converted", "nowhere") }))).to.equal(
          "NotFoundException 404",
        );
        expect(await refusal(publish({ Message: "" }))).to.include({
          name: "InvalidParameterException",
          status: 400,
          message: "Invalid parameter: Empty message",
        });
        expect((await refusal(publish({ Message: "x".repeat(262_145) }))).message).to.equal(
          "Invalid parameter: Message too long",
        );
        const structured = { MessageStructure: "json", Message: '{"sqs":"only"}' };
        expect((await refusal(publish(structured))).message).to.equal(
          "Invalid parameter: Message Structure - No default entry in JSON message body",
        );
        const subscribe = (more: object) =>
          sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: "x", ...more }));
        expect((await refusal(subscribe({}))).message).to.equal("Invalid parameter: SQS endpoint ARN");
        expect((await refusal(subscribe({ Protocol: "pigeon" }))).message).to.equal(
          "Invalid parameter: Amazon SNS does not support this protocol string: pigeon",
        );
      }),
    );
  });
}
