import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { aQueueService, refusal } from "./a-queue-service.ts";

describe("SQS", () => {
  it("shows exactly twelve attributes of a new queue", async () => {
    const { operate, url } = aQueueService();
    expect(await operate("CreateQueue", { QueueName: "q" })).to.deep.equal({ QueueUrl: url("q") });
    const { Attributes } = await operate("GetQueueAttributes", { QueueUrl: url("q"), AttributeNames: ["All"] });
    expect(Attributes).to.deep.equal({
      VisibilityTimeout: "30",
      DelaySeconds: "0",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
      QueueArn: "arn:aws:sqs:us-east-1:111111111111:q",
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      CreatedTimestamp: String(EPOCH / 1000),
      LastModifiedTimestamp: String(EPOCH / 1000),
    });
  });

  it("creates a queue again only with the same attributes", async () => {
    const { operate } = aQueueService();
    await operate("CreateQueue", { QueueName: "q", Attributes: { DelaySeconds: "0" } });
    await operate("CreateQueue", { QueueName: "q" });
    const again = operate("CreateQueue", { QueueName: "q", Attributes: { DelaySeconds: "5" } });
    expect(await refusal(again)).to.include({
      code: "QueueAlreadyExists",
      message: "A queue already exists with the same name and a different value for attribute DelaySeconds",
    });
  });

  it("returns attributes as they were sent, and removes one that is set to nothing", async () => {
    const { operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "dead" });
    const policy = '{ "maxReceiveCount": 3,  "deadLetterTargetArn": "arn:aws:sqs:us-east-1:111111111111:dead" }';
    await operate("CreateQueue", { QueueName: "q", Attributes: { RedrivePolicy: policy } });
    const ask = { QueueUrl: url("q"), AttributeNames: ["RedrivePolicy"] };
    expect((await operate("GetQueueAttributes", ask)).Attributes).to.deep.equal({ RedrivePolicy: policy });
    await operate("SetQueueAttributes", { QueueUrl: url("q"), Attributes: { RedrivePolicy: "" } });
    expect(await operate("GetQueueAttributes", ask)).to.deep.equal({});
  });

  it("ends a long poll as soon as a message arrives", async () => {
    const { clock, operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "q" });
    const poll = operate("ReceiveMessage", { QueueUrl: url("q"), WaitTimeSeconds: 20 });
    clock.at(EPOCH + 7000, () => void operate("SendMessage", { QueueUrl: url("q"), MessageBody: "hello" }));
    const { Messages } = await clock.run(poll);
    expect(Messages[0].Body).to.equal("hello");
    expect(clock.now() - EPOCH).to.equal(7000);
  });

  it("ends a long poll when a hidden message becomes visible again", async () => {
    const { clock, operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "q", Attributes: { VisibilityTimeout: "5" } });
    await operate("SendMessage", { QueueUrl: url("q"), MessageBody: "again" });
    await operate("ReceiveMessage", { QueueUrl: url("q") });
    const { Messages } = await clock.run(operate("ReceiveMessage", { QueueUrl: url("q"), WaitTimeSeconds: 20 }));
    expect(Messages[0].Body).to.equal("again");
    expect(clock.now() - EPOCH).to.equal(5000);
  });

  it("ends a long poll that brings nothing with no Messages member", async () => {
    const { clock, operate, url, feed } = aQueueService();
    await operate("CreateQueue", { QueueName: "q" });
    const answer = await clock.run(operate("ReceiveMessage", { QueueUrl: url("q"), WaitTimeSeconds: 20 }));
    expect(answer).to.deep.equal({});
    expect(clock.now() - EPOCH).to.equal(20_000);
    expect(feed.facts.map(({ kind }) => kind)).to.deep.equal(["QueueCreated", "EmptyReceive"]);
  });

  it("moves a message to the dead-letter queue with its id, its count and where it came from", async () => {
    const { clock, operate, url, feed } = aQueueService();
    await operate("CreateQueue", { QueueName: "dead" });
    const RedrivePolicy = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":"1"}';
    await operate("CreateQueue", { QueueName: "q", Attributes: { RedrivePolicy, VisibilityTimeout: "1" } });
    const { MessageId } = await operate("SendMessage", { QueueUrl: url("q"), MessageBody: "poison" });
    await operate("ReceiveMessage", { QueueUrl: url("q") });
    await clock.run(clock.sleep(1000));
    await operate("ReceiveMessage", { QueueUrl: url("q") });
    const { Messages } = await operate("ReceiveMessage", { QueueUrl: url("dead"), AttributeNames: ["All"] });
    expect(Messages[0]).to.include({ MessageId, Body: "poison" });
    expect(Messages[0].Attributes).to.include({
      ApproximateReceiveCount: "2",
      SentTimestamp: String(EPOCH),
      DeadLetterQueueSourceArn: "arn:aws:sqs:us-east-1:111111111111:q",
    });
    expect(feed.facts.filter(({ kind }) => kind === "MessageSent")).to.have.length(1);
    expect(feed.facts.filter(({ kind }) => kind === "MessageRedriven")).to.have.length(1);
  });

  it("keeps a message whose dead-letter queue is gone", async () => {
    const { clock, operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "gone" });
    const RedrivePolicy = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:gone","maxReceiveCount":1}';
    await operate("CreateQueue", { QueueName: "q", Attributes: { RedrivePolicy, VisibilityTimeout: "1" } });
    await operate("DeleteQueue", { QueueUrl: url("gone") });
    await operate("SendMessage", { QueueUrl: url("q"), MessageBody: "kept" });
    await operate("ReceiveMessage", { QueueUrl: url("q") });
    await clock.run(clock.sleep(1000));
    const { Messages } = await operate("ReceiveMessage", { QueueUrl: url("q") });
    expect(Messages[0].Body).to.equal("kept");
  });

  it("answers a batch entry by entry", async () => {
    const { operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "q", Attributes: { MaximumMessageSize: "1024" } });
    const Entries = [
      { Id: "short", MessageBody: "x" },
      { Id: "long", MessageBody: "x".repeat(1025) },
    ];
    const { Successful, Failed } = await operate("SendMessageBatch", { QueueUrl: url("q"), Entries });
    expect(Successful.map(({ Id }: { Id: string }) => Id)).to.deep.equal(["short"]);
    expect(Failed).to.have.length(1);
    expect(Failed[0]).to.include({ Id: "long", SenderFault: true, Code: "InvalidParameterValue" });
  });

  it("hashes message attributes as SDKs expect", async () => {
    const { operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "q" });
    const MessageAttributes = { hello: { DataType: "String", StringValue: "world" } };
    const sent = await operate("SendMessage", { QueueUrl: url("q"), MessageBody: "b", MessageAttributes });
    const ask = { QueueUrl: url("q"), MessageAttributeNames: ["hel.*"] };
    const { Messages } = await operate("ReceiveMessage", ask);
    expect(Messages[0].MD5OfMessageAttributes).to.equal(sent.MD5OfMessageAttributes);
    expect(Messages[0].MessageAttributes).to.deep.equal(MessageAttributes);
  });

  const batchOf = (ids: string[]) => ids.map((Id) => ({ Id, MessageBody: "x" }));
  const q = "https://sqs.us-east-1.amazonaws.com/111111111111/q";
  for (const [operation, input, code, message] of [
    [
      "SendMessage",
      { QueueUrl: `${q}x`, MessageBody: "a" },
      "AWS.SimpleQueueService.NonExistentQueue",
      "The specified queue does not exist.",
    ],
    [
      "ReceiveMessage",
      { QueueUrl: q, MaxNumberOfMessages: 11 },
      "InvalidParameterValue",
      "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
    ],
    [
      "ReceiveMessage",
      { QueueUrl: q, WaitTimeSeconds: 21 },
      "InvalidParameterValue",
      "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.",
    ],
    [
      "SendMessageBatch",
      { QueueUrl: q, Entries: batchOf("abcdefghijk".split("")) },
      "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
      "Maximum number of entries per request are 10. You have sent 11.",
    ],
    [
      "SendMessageBatch",
      { QueueUrl: q, Entries: [] },
      "AWS.SimpleQueueService.EmptyBatchRequest",
      "There should be at least one SendMessageBatchRequestEntry in the request.",
    ],
    [
      "SendMessageBatch",
      { QueueUrl: q, Entries: batchOf(["a b"]) },
      "AWS.SimpleQueueService.InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    ],
    [
      "SendMessageBatch",
      { QueueUrl: q, Entries: batchOf(["b", "b"]) },
      "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
      "Id b repeated.",
    ],
    [
      "SendMessage",
      { QueueUrl: q, MessageBody: "" },
      "MissingParameter",
      "The request must contain the parameter MessageBody.",
    ],
    [
      "SendMessage",
      { QueueUrl: q, MessageBody: "x".repeat(1_048_577) },
      "InvalidParameterValue",
      "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.",
    ],
    [
      "SendMessage",
      { QueueUrl: q, MessageBody: "x", MessageAttributes: { X: { DataType: "String", StringValue: "" } } },
      "InvalidParameterValue",
      "Message (user) attribute 'X' must contain a non-empty value of type 'String'.",
    ],
  ] as const) {
    it(`refuses ${operation} with ${code}: ${message.slice(0, 60)}`, async () => {
      const { operate } = aQueueService();
      await operate("CreateQueue", { QueueName: "q" });
      expect(await refusal(operate(operation, input))).to.include({ code, message });
    });
  }

  it("purges a queue at most once a minute", async () => {
    const { clock, operate, url } = aQueueService();
    await operate("CreateQueue", { QueueName: "q" });
    await operate("SendMessage", { QueueUrl: url("q"), MessageBody: "gone" });
    await operate("PurgeQueue", { QueueUrl: url("q") });
    expect(await refusal(operate("PurgeQueue", { QueueUrl: url("q") }))).to.include({
      code: "AWS.SimpleQueueService.PurgeQueueInProgress",
      status: 403,
    });
    await clock.run(clock.sleep(60_000));
    await operate("PurgeQueue", { QueueUrl: url("q") });
    expect(await operate("ReceiveMessage", { QueueUrl: url("q") })).to.deep.equal({});
  });
});
