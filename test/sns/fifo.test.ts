import { expect } from "chai";
import { anSns, factsOf, refusal } from "./a-sns.ts";

const TopicArn = "arn:aws:sns:us-east-1:111111111111:t.fifo";
const FIFO = "arn:aws:sqs:us-east-1:111111111111:q.fifo";
const STANDARD = "arn:aws:sqs:us-east-1:111111111111:q";
const BY_CONTENT = { ContentBasedDeduplication: "true" };

/** A FIFO topic that a FIFO queue hears of. */
function aFifoTopic(attributes: Record<string, string> = {}, ...rest: Parameters<typeof anSns>) {
  const sns = anSns(...rest);
  sns.call("CreateTopic", { Name: "t.fifo", Attributes: { FifoTopic: "true", ...attributes } });
  const subscribe = (Endpoint = FIFO, Attributes: Record<string, string> = {}) =>
    sns.call("Subscribe", { TopicArn, Protocol: "sqs", Endpoint, Attributes }).SubscriptionArn as string;
  const publish = (Message: string, more: object = {}) =>
    sns.call("Publish", { TopicArn, Message, MessageGroupId: "g", ...more });
  return { ...sns, subscribe, publish };
}

const invalid = "InvalidParameter 400: Invalid parameter: ";

describe("a FIFO topic", () => {
  it("says what it is, and stays it", () => {
    const { call } = aFifoTopic();
    const { Attributes } = call("GetTopicAttributes", { TopicArn });
    expect(Attributes).to.include({ FifoTopic: "true", ContentBasedDeduplication: "false" });
    const set = (AttributeName: string, AttributeValue: string) =>
      refusal(() => call("SetTopicAttributes", { TopicArn, AttributeName, AttributeValue }));
    expect(set("FifoTopic", "false")).to.equal(`${invalid}AttributeName`);
    expect(set("ContentBasedDeduplication", "true")).to.equal("nothing was refused");
  });

  it("has a suffix that no other topic has", () => {
    const { call } = anSns();
    const create = (Name: string, Attributes: object = {}) => refusal(() => call("CreateTopic", { Name, Attributes }));
    expect(create("t.fifo")).to.equal(`${invalid}Topic Name`);
    expect(create("t", { FifoTopic: "true" })).to.equal(`${invalid}Topic Name`);
    expect(create("t", { FifoTopic: "false" })).to.equal("nothing was refused");
    expect(create("t", BY_CONTENT)).to.equal(`${invalid}AttributeName`);
  });

  it("numbers its messages, and answers one that comes again within five minutes like the first", async () => {
    const { call, clock, publish, subscribe, delivered, feed } = aFifoTopic(BY_CONTENT);
    subscribe();
    const first = publish("a");
    expect(first.SequenceNumber).to.match(/^\d{20}$/);
    expect(publish("a", { MessageGroupId: "other" })).to.deep.equal(first);
    const batch = { TopicArn, PublishBatchRequestEntries: [{ Id: "1", Message: "a", MessageGroupId: "g" }] };
    expect(call("PublishBatch", batch).Successful).to.deep.equal([{ Id: "1", ...first }]);
    expect([delivered.length, factsOf(feed, "Published").length]).to.deep.equal([1, 1]);
    await clock.run(clock.sleep(300_000));
    const again = publish("a");
    expect(again.MessageId).to.not.equal(first.MessageId);
    expect(again.SequenceNumber > first.SequenceNumber).to.equal(true);
  });

  it("tells its messages apart by group when it was told to", () => {
    const { publish } = aFifoTopic({ ...BY_CONTENT, FifoThroughputScope: "MessageGroup" });
    expect(publish("a", { MessageGroupId: "other" }).MessageId).to.not.equal(publish("a").MessageId);
  });

  it("sends unsigned envelopes, with group and id for FIFO queues only", () => {
    const { publish, subscribe, delivered } = aFifoTopic(BY_CONTENT);
    subscribe();
    subscribe(STANDARD);
    const { SequenceNumber } = publish("Test");
    const envelope = JSON.parse(delivered[0]!.body);
    expect(Object.keys(envelope).join(" ")).to.equal(
      "Type MessageId SequenceNumber TopicArn Message Timestamp UnsubscribeURL",
    );
    expect(envelope.SequenceNumber).to.equal(SequenceNumber);
    expect(delivered.map(({ turn }) => turn)).to.deep.equal([
      { groupId: "g", deduplicationId: "532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25" },
      undefined,
    ]);
  });

  it("lets no notification of a group overtake another, however long that one is tried", async () => {
    const down = { error: "server", code: "ServiceUnavailable", message: "later" } as const;
    const { clock, publish, subscribe, delivered } = aFifoTopic(BY_CONTENT, (attempt) =>
      attempt === 1 ? down : "delivered",
    );
    subscribe();
    const texts = () => delivered.map(({ body }) => JSON.parse(body).Message as string);
    publish("a1");
    publish("a2");
    publish("b1", { MessageGroupId: "h" });
    expect(texts()).to.deep.equal(["a1", "b1"]);
    await clock.run(clock.sleep(1));
    expect(texts()).to.deep.equal(["a1", "b1", "a1", "a2"]);
  });

  const RedrivePolicy = (name: string) =>
    JSON.stringify({ deadLetterTargetArn: `arn:aws:sqs:us-east-1:111111111111:${name}` });

  it("gives dead letters their place, and only to FIFO queues", () => {
    const gone = { error: "client", code: "AWS.SimpleQueueService.NonExistentQueue", message: "gone" } as const;
    const { call, publish, subscribe, redriven } = aFifoTopic({}, () => gone);
    const SubscriptionArn = subscribe(FIFO, { RedrivePolicy: RedrivePolicy("dead.fifo") });
    publish("a", { MessageDeduplicationId: "1" });
    expect(redriven[0]!.turn).to.deep.equal({ groupId: "g", deduplicationId: "1" });
    const set = { SubscriptionArn, AttributeName: "RedrivePolicy", AttributeValue: RedrivePolicy("dead") };
    expect(refusal(() => call("SetSubscriptionAttributes", set))).to.equal(
      `${invalid}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.`,
    );
  });

  it("refuses messages that lack what it needs, alone and in batches", () => {
    const { call, publish } = aFifoTopic();
    const group = `${invalid}The MessageGroupId parameter is required for FIFO topics`;
    const id = `${invalid}The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly`;
    expect(refusal(() => publish("a", { MessageGroupId: undefined }))).to.equal(group);
    expect(refusal(() => publish("a"))).to.equal(id);
    const batch = (...entries: object[]) =>
      refusal(() =>
        call("PublishBatch", {
          TopicArn,
          PublishBatchRequestEntries: entries.map((entry, i) => ({ Id: `${i}`, Message: "m", ...entry })),
        }),
      );
    expect(batch({ MessageGroupId: "g", MessageDeduplicationId: "1" }, {})).to.equal(group);
    expect(batch({ MessageGroupId: "g", MessageDeduplicationId: "1" }, { MessageGroupId: "g" })).to.equal(id);
  });
});

describe("a standard topic", () => {
  it("passes a message's group on to standard queues, and takes no deduplication id", () => {
    const { call, delivered } = anSns();
    const TopicArn = call("CreateTopic", { Name: "t" }).TopicArn as string;
    call("Subscribe", { TopicArn, Protocol: "sqs", Endpoint: STANDARD });
    call("Publish", { TopicArn, Message: "m", MessageGroupId: "g" });
    expect(delivered[0]!.turn).to.deep.equal({ groupId: "g" });
    expect(refusal(() => call("Publish", { TopicArn, Message: "m", MessageDeduplicationId: "1" }))).to.equal(
      `${invalid}MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type`,
    );
  });
});
