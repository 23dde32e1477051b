import { CopyObjectCommand, DeleteObjectCommand, GetBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SetTopicAttributesCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { aHeardTopic, aHearingQueue } from "./a-hearing.ts";
import { ARN, aNotifyingBucket, Bucket, CREATED } from "./a-notification.ts";
import { aPolicy, at, DOORS, type World } from "./doors.ts";

/** A bucket that tells a queue of the JSON documents below `input/`. */
async function aPickyBucket(world: World) {
  const bucket = await aNotifyingBucket(world);
  const queue = await aHearingQueue(world, "q");
  await queue.admit("s3.amazonaws.com", ARN);
  const FilterRules = [
    { Name: "prefix" as const, Value: "input/" },
    { Name: "suffix" as const, Value: ".json" },
  ];
  await bucket.notify({
    QueueConfigurations: [{ Id: "i", QueueArn: queue.arn, Events: CREATED, Filter: { Key: { FilterRules } } }],
  });
  return { ...bucket, queue };
}

for (const door of DOORS) {
  describe(`S3's notifications through the ${door.name}`, () => {
    it(
      "are kept as they were given, names of rules capitalised",
      at(door, async (world) => {
        const { s3, notify, queue } = await aPickyBucket(world);
        const read = async () =>
          (await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))).QueueConfigurations;
        expect(await read()).to.deep.equal([
          {
            Id: "i",
            QueueArn: queue.arn,
            Events: CREATED,
            Filter: {
              Key: {
                FilterRules: [
                  { Name: "Prefix", Value: "input/" },
                  { Name: "Suffix", Value: ".json" },
                ],
              },
            },
          },
        ]);
        await notify({});
        expect(await read()).to.equal(undefined);
      }),
    );

    it(
      "tell a queue what happened to whom, after a test event",
      at(door, async (world) => {
        const { s3, notify, put } = await aNotifyingBucket(world);
        const queue = await aHearingQueue(world, "q");
        await queue.admit("s3.amazonaws.com", ARN);
        await notify({
          QueueConfigurations: [
            { Id: "all", QueueArn: queue.arn, Events: ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"] },
          ],
        });
        const test = JSON.parse((await queue.hear())[0]!.Body!);
        expect(test).to.include({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket });
        const { ETag, $metadata } = await put("input/a b+é.json", '{"a":1}');
        const { Records } = JSON.parse((await queue.hear())[0]!.Body!);
        expect(Records).to.have.lengthOf(1);
        const { eventTime, userIdentity, requestParameters, responseElements, s3: what, ...event } = Records[0];
        expect(event).to.deep.equal({
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: world.region,
          eventName: "ObjectCreated:Put",
        });
        expect(new Date(eventTime).getTime()).to.be.within(world.now() - 60_000, world.now());
        expect(
          [userIdentity.principalId, requestParameters.sourceIPAddress].every((text) => typeof text === "string"),
        ).to.equal(true);
        expect(responseElements["x-amz-request-id"]).to.equal($metadata.requestId);
        const { sequencer, ...object } = what.object;
        expect(object).to.deep.equal({ key: "input/a+b%2B%C3%A9.json", size: 7, eTag: ETag!.replaceAll('"', "") });
        expect(sequencer).to.match(/^[0-9A-F]+$/);
        expect(what).to.deep.include({ s3SchemaVersion: "1.0", configurationId: "all" });
        expect(what.bucket).to.include({ name: Bucket, arn: ARN });
        await s3.send(
          new CopyObjectCommand({ Bucket, CopySource: `${Bucket}/input/a%20b%2B%C3%A9.json`, Key: "copy" }),
        );
        await s3.send(new DeleteObjectCommand({ Bucket, Key: "copy" }));
        const names = [];
        while (names.length < 2)
          names.push(...(await queue.hear()).map(({ Body }) => JSON.parse(Body!).Records[0].eventName));
        expect(names).to.have.members(["ObjectCreated:Copy", "ObjectRemoved:Delete"]);
      }),
    );

    it(
      "keep to prefix and suffix",
      at(door, async (world) => {
        const { put, queue } = await aPickyBucket(world);
        for (const key of ["input/1.csv", "output/2.json", "input/3.json"]) await put(key);
        const keys: string[] = [];
        // The test event has no records, and may come last.
        const hear = async (wait?: number) => {
          const bodies = (await queue.hear(wait)).map(({ Body }) => JSON.parse(Body!));
          keys.push(...bodies.filter(({ Records }) => Records).map(({ Records }) => Records[0].s3.object.key));
        };
        while (keys.length === 0) await hear();
        await hear(1);
        expect(keys).to.deep.equal(["input/3.json"]);
      }),
    );

    it(
      "reach a topic that lets S3 in, with S3's subject",
      at(door, async (world) => {
        const { notify, put } = await aNotifyingBucket(world);
        const { sns, TopicArn, queue } = await aHeardTopic(world);
        const Policy = aPolicy({
          Effect: "Allow",
          Principal: { Service: "s3.amazonaws.com" },
          Action: "SNS:Publish",
          Resource: TopicArn,
          Condition: { ArnLike: { "aws:SourceArn": ARN }, StringEquals: { "aws:SourceAccount": world.accountId } },
        });
        await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue: Policy }));
        await notify({ TopicConfigurations: [{ TopicArn, Events: CREATED }] });
        const test = JSON.parse((await queue.hear())[0]!.Body!);
        expect([test.Subject, JSON.parse(test.Message).Event]).to.deep.equal([
          "Amazon S3 Notification",
          "s3:TestEvent",
        ]);
        await put("output/1.csv");
        const { Subject, Message } = JSON.parse((await queue.hear())[0]!.Body!);
        expect(Subject).to.equal("Amazon S3 Notification");
        expect(JSON.parse(Message).Records[0].s3.object.key).to.equal("output/1.csv");
      }),
    );
  });

  describe(`SNS's deliveries through the ${door.name}`, () => {
    it(
      "do not reach a queue that does not let SNS in, though the subscription stands",
      at(door, async (world) => {
        const { sns } = world.clients;
        const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "converted" }));
        const queue = await aHearingQueue(world, "deliveries");
        await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn }));
        await sns.send(new PublishCommand({ TopicArn, Message: "lost" }));
        expect(await queue.hear()).to.deep.equal([]);
        await queue.admit("sns.amazonaws.com", `${TopicArn}-other`);
        await sns.send(new PublishCommand({ TopicArn, Message: "lost too" }));
        expect(await queue.hear()).to.deep.equal([]);
        await queue.admit("sns.amazonaws.com", TopicArn!);
        await sns.send(new PublishCommand({ TopicArn, Message: "heard" }));
        expect((await queue.hear()).map(({ Body }) => JSON.parse(Body!).Message)).to.deep.equal(["heard"]);
      }),
    );

    it(
      "reach a FIFO queue in the order in which they were published, each once",
      at(door, async (world) => {
        const { sns, sqs } = world.clients;
        const Attributes = { FifoTopic: "true", ContentBasedDeduplication: "true" };
        const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "converted.fifo", Attributes }));
        const queue = await aHearingQueue(world, "deliveries.fifo", { FifoQueue: "true" });
        await queue.admit("sns.amazonaws.com", TopicArn!);
        const raw = { RawMessageDelivery: "true" };
        await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn, Attributes: raw }));
        const texts = ["a", "b", "c", "d", "e"];
        for (const Message of [...texts, "a"]) {
          await sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: "g" }));
        }
        const heard: string[] = [];
        while (heard.length < texts.length) heard.push(...(await queue.hear()).map(({ Body }) => Body!));
        expect(heard).to.deep.equal(texts);
        const { Attributes: counts } = await sqs.send(
          new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ["ApproximateNumberOfMessages"] }),
        );
        expect(counts).to.deep.equal({ ApproximateNumberOfMessages: "0" });
      }),
    );
  });
}

describe("the trace header of a request over HTTP", () => {
  const door = DOORS.find(({ name }) => name === "http-door")!;

  it(
    "arrives with the message that SNS makes of it",
    at(door, async (world) => {
      const { sns, TopicArn, queue } = await aHeardTopic(world);
      const { sqs } = world.clients;
      const trace = "Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1";
      const publish = new PublishCommand({ TopicArn, Message: "m" });
      publish.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers["x-amzn-trace-id"] = trace;
          return next(args);
        },
        { step: "build" },
      );
      await sns.send(publish);
      const MessageSystemAttributeNames = ["AWSTraceHeader" as const];
      const asked = { QueueUrl: queue.url, WaitTimeSeconds: 5, MessageSystemAttributeNames };
      const { Messages } = await sqs.send(new ReceiveMessageCommand(asked));
      expect(Messages![0]!.Attributes).to.deep.equal({ AWSTraceHeader: trace });
    }),
  );
});
