import { expect } from "chai";
import { type Answer, anSns, aTopic, type Caller, FUNCTION_ARN, factsOf, refusal, TOPIC_ARN } from "./a-sns.ts";

const invalid = "InvalidParameter 400: Invalid parameter: ";

describe("Publish", () => {
  it("delivers the envelope with the id it answered", () => {
    const { call, delivered, subscriptionArn, feed } = aTopic();
    const { MessageId } = call("Publish", { TopicArn: TOPIC_ARN, Message: "hello", Subject: "greeting" });
    const { outcome, body, ...parcel } = delivered[0]!;
    expect(parcel).to.deep.equal({
      kind: "sqs",
      endpointArn: "arn:aws:sqs:us-east-1:111111111111:deliveries",
      topicArn: TOPIC_ARN,
      subscriptionArn,
      attributes: undefined,
    });
    expect(JSON.parse(body)).to.include({ MessageId, Message: "hello", Subject: "greeting" });
    expect(factsOf(feed, "Published", "NotificationDelivered")).to.deep.equal([
      { kind: "Published", topic: "converted", messageId: MessageId, size: 5 },
      { kind: "NotificationDelivered", topic: "converted", subscription: subscriptionArn, messageId: MessageId },
    ]);
  });

  it("delivers the bare message under raw delivery, attributes beside it", () => {
    const { call, delivered } = aTopic({ RawMessageDelivery: "true" });
    const MessageAttributes = { attr1: { DataType: "Number", StringValue: "99.12" } };
    call("Publish", { TopicArn: TOPIC_ARN, Message: "Test msg", Subject: "dropped", MessageAttributes });
    call("Publish", { TopicArn: TOPIC_ARN, Message: "bare" });
    expect(delivered.map(({ body, attributes }) => ({ body, attributes }))).to.deep.equal([
      { body: "Test msg", attributes: MessageAttributes },
      { body: "bare", attributes: undefined },
    ]);
  });

  it("delivers an event to functions", () => {
    const { call, delivered } = aTopic();
    call("Subscribe", { TopicArn: TOPIC_ARN, Protocol: "lambda", Endpoint: FUNCTION_ARN });
    call("Publish", { TopicArn: TOPIC_ARN, Message: "hello" });
    expect(delivered[1]).to.include({ kind: "lambda", endpointArn: FUNCTION_ARN });
    expect(JSON.parse(delivered[1]!.body).Records[0].Sns.Message).to.equal("hello");
  });

  it("tells each protocol its own when told so", () => {
    const { call, delivered } = aTopic();
    call("Subscribe", { TopicArn: TOPIC_ARN, Protocol: "lambda", Endpoint: FUNCTION_ARN });
    const Message = JSON.stringify({ default: "default field", sqs: '{"field": "value"}', lambda: 5 });
    call("Publish", { TopicArn: TOPIC_ARN, Message, MessageStructure: "json" });
    expect(JSON.parse(delivered[0]!.body).Message).to.equal('{"field": "value"}');
    expect(JSON.parse(delivered[1]!.body).Records[0].Sns.Message).to.equal("default field");
  });

  it("says what version of signature the topic was set to", () => {
    const { call, delivered } = aTopic();
    call("SetTopicAttributes", { TopicArn: TOPIC_ARN, AttributeName: "SignatureVersion", AttributeValue: "2" });
    call("Publish", { TopicArn: TOPIC_ARN, Message: "hello" });
    expect(JSON.parse(delivered[0]!.body).SignatureVersion).to.equal("2");
  });

  it("leaves out whom the filter policy leaves out, and says why", () => {
    const { call, delivered, subscriptionArn, feed } = aTopic({
      FilterPolicy: '{"attr1":[{"numeric":[">",0,"<=",100]}]}',
    });
    const publish = (StringValue: string) =>
      call("Publish", {
        TopicArn: TOPIC_ARN,
        Message: "m",
        MessageAttributes: { attr1: { DataType: "Number", StringValue } },
      });
    publish("99");
    const { MessageId } = publish("111");
    expect(delivered).to.have.length(1);
    expect(factsOf(feed, "NotificationFilteredOut")).to.deep.equal([
      {
        kind: "NotificationFilteredOut",
        topic: "converted",
        subscription: subscriptionArn,
        messageId: MessageId,
        reason: "MessageAttributes",
      },
    ]);
  });

  it("filters by the body that the subscriber would get", () => {
    const { call, delivered } = aTopic({ FilterPolicy: '{"a":["x"]}', FilterPolicyScope: "MessageBody" });
    const publish = (sqs: string) =>
      call("Publish", {
        TopicArn: TOPIC_ARN,
        MessageStructure: "json",
        Message: JSON.stringify({ default: "{}", sqs }),
      });
    publish('{"a":"x"}');
    publish('{"a":"y"}');
    expect(delivered).to.have.length(1);
  });

  it("refuses in AWS's words", () => {
    const { call } = aTopic();
    const words = (input: object) => refusal(() => call("Publish", { TopicArn: TOPIC_ARN, Message: "m", ...input }));
    expect(words({ Message: "" })).to.equal(`${invalid}Empty message`);
    expect(words({ Subject: "" })).to.equal(`${invalid}Subject`);
    expect(words({ Subject: "a\nb" })).to.equal(`${invalid}Subject`);
    expect(words({ Subject: "x".repeat(101) })).to.equal(`${invalid}Subject`);
    expect(words({ TopicArn: `${TOPIC_ARN}x` })).to.equal("NotFound 404: Topic does not exist");
    expect(words({ TopicArn: "a:b" })).to.equal(
      `${invalid}TopicArn Reason: An ARN must have at least 6 elements, not 2`,
    );
    expect(words({ TopicArn: undefined })).to.equal(
      `${invalid}TopicArn or TargetArn Reason: no value for required parameter`,
    );
    expect(words({ MessageStructure: "json", Message: "{" })).to.equal(
      `${invalid}Message Structure - JSON message body failed to parse`,
    );
    expect(words({ MessageStructure: "json", Message: '{"default":5}' })).to.equal(
      `${invalid}Message Structure - No default entry in JSON message body`,
    );
    expect(words({ PhoneNumber: "NAA+15551234567", TopicArn: undefined })).to.equal(
      `${invalid}PhoneNumber Reason: NAA+15551234567 is not valid to publish to`,
    );
  });

  it("counts attributes against the size limit", () => {
    const { call } = aTopic();
    const words = (length: number, MessageAttributes: object = {}) =>
      refusal(() => call("Publish", { TopicArn: TOPIC_ARN, Message: "x".repeat(length), MessageAttributes }));
    const attribute = { k: { DataType: "String", StringValue: "vvv" } };
    expect(words(262_144)).to.equal("nothing was refused");
    expect(words(262_145)).to.equal(`${invalid}Message too long`);
    expect(words(262_134, attribute)).to.equal("nothing was refused");
    expect(words(262_135, attribute)).to.equal(`${invalid}Message too long`);
  });

  it("goes by the size that the topic was set to", () => {
    const { call } = aTopic();
    const set = { TopicArn: TOPIC_ARN, AttributeName: "MaximumMessageSize", AttributeValue: "1048576" };
    call("SetTopicAttributes", set);
    expect(refusal(() => call("Publish", { TopicArn: TOPIC_ARN, Message: "x".repeat(1_048_576) }))).to.equal(
      "nothing was refused",
    );
  });

  it("takes a topic for a target", () => {
    const { call, delivered } = aTopic();
    call("Publish", { TargetArn: TOPIC_ARN, Message: "test-msg-2" });
    expect(delivered).to.have.length(1);
  });
});

describe("PublishBatch", () => {
  const aBatch = (...messages: string[]) => messages.map((Message, i) => ({ Id: String(i + 1), Message }));
  const publish = (call: Caller, entries: object[], TopicArn = TOPIC_ARN) =>
    call("PublishBatch", { TopicArn, PublishBatchRequestEntries: entries });

  it("answers for each entry", () => {
    const { call, delivered } = aTopic();
    const answer = publish(call, aBatch("one", "two"));
    expect(answer.Failed).to.deep.equal([]);
    expect(answer.Successful.map(({ Id }: Answer) => Id)).to.deep.equal(["1", "2"]);
    expect(delivered.map(({ body }) => JSON.parse(body).MessageId)).to.deep.equal(
      answer.Successful.map(({ MessageId }: Answer) => MessageId),
    );
  });

  it("refuses in AWS's words, and then publishes nothing", () => {
    const { call, delivered } = aTopic();
    const words = (entries: object[], arn?: string) => refusal(() => publish(call, entries, arn));
    expect(words([])).to.equal("EmptyBatchRequest 400: The batch request doesn't contain any entries.");
    expect(words(aBatch(..."abcdefghijk"))).to.equal(
      "TooManyEntriesInBatchRequest 400: The batch request contains more entries than permissible.",
    );
    expect(words([...aBatch("a"), ...aBatch("b")])).to.equal(
      "BatchEntryIdsNotDistinct 400: Two or more batch entries in the request have the same Id.",
    );
    expect(words(aBatch("x".repeat(200_000), "x".repeat(62_145)))).to.equal(
      "BatchRequestTooLong 400: The length of all the messages put together is more than the limit.",
    );
    expect(words(aBatch("a"), `${TOPIC_ARN}x`)).to.equal("NotFound 404: Topic does not exist");
    expect(words([...aBatch("fine"), { Id: "2", Message: "{}", MessageStructure: "json" }])).to.equal(
      `${invalid}Message Structure - No default entry in JSON message body`,
    );
    expect(delivered).to.deep.equal([]);
  });
});

describe("publishing for a service", () => {
  it("gives other services a way in, with attributes when they have some", () => {
    const { service, delivered } = aTopic();
    const ErrorCode = { DataType: "Number", StringValue: "200" };
    const id = service.publishFromService(TOPIC_ARN, "event", "Amazon S3 Notification", { ErrorCode });
    expect(JSON.parse(delivered[0]!.body)).to.deep.include({
      MessageId: id,
      Subject: "Amazon S3 Notification",
      MessageAttributes: { ErrorCode: { Type: "Number", Value: "200" } },
    });
  });

  it("fails when the topic is not there", () => {
    const { service } = anSns();
    expect(refusal(() => service.publishFromService(TOPIC_ARN, "event"))).to.equal(
      "NotFound 404: Topic does not exist",
    );
  });
});
