import { expect } from "chai";
import { aQueueService, refusal } from "./a-queue-service.ts";

/** The operations of SQS, and a FIFO queue to try them on. */
async function aFifoQueue(Attributes: Record<string, string> = {}) {
  const service = aQueueService();
  const QueueUrl = service.url("q.fifo");
  await service.operate("CreateQueue", { QueueName: "q.fifo", Attributes: { FifoQueue: "true", ...Attributes } });
  const send = (MessageBody: string, more: object = {}) =>
    service.operate("SendMessage", { QueueUrl, MessageBody, MessageGroupId: "g", ...more });
  const receive = async (): Promise<{ Body: string; ReceiptHandle: string; Attributes: object }[]> => {
    const asked = { QueueUrl, MaxNumberOfMessages: 10, AttributeNames: ["All"] };
    return (await service.operate("ReceiveMessage", asked)).Messages ?? [];
  };
  return { ...service, QueueUrl, send, receive };
}

const BY_CONTENT = { ContentBasedDeduplication: "true" };

describe("FIFO queues in SQS", () => {
  it("say what they are", async () => {
    const { operate, QueueUrl } = await aFifoQueue();
    const { Attributes } = await operate("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    expect(Attributes).to.include({
      FifoQueue: "true",
      ContentBasedDeduplication: "false",
      DeduplicationScope: "queue",
      FifoThroughputLimit: "perQueue",
    });
  });

  it("give each message its place, and show it with the ids it was sent with", async () => {
    const { send, receive } = await aFifoQueue();
    const { SequenceNumber } = await send("a", { MessageDeduplicationId: "1" });
    const { SequenceNumber: next } = await send("b", { MessageDeduplicationId: "2" });
    expect(SequenceNumber).to.match(/^\d{20}$/);
    expect(next > SequenceNumber).to.equal(true);
    const shown = { MessageGroupId: "g", MessageDeduplicationId: "1", SequenceNumber };
    expect((await receive())[0]!.Attributes).to.include(shown);
  });

  it("take a message once in five minutes, and answer the second time like the first", async () => {
    const { clock, send, receive } = await aFifoQueue(BY_CONTENT);
    const first = await send("a");
    await clock.run(clock.sleep(299_999));
    expect(await send("a", { MessageGroupId: "other" })).to.deep.equal(first);
    expect(await receive()).to.have.lengthOf(1);
    await clock.run(clock.sleep(1));
    expect((await send("a")).MessageId).to.not.equal(first.MessageId);
  });

  it("tell duplicates apart by group when they are told to", async () => {
    const { send, receive } = await aFifoQueue({ ...BY_CONTENT, DeduplicationScope: "messageGroup" });
    await send("a");
    await send("a", { MessageGroupId: "other" });
    expect(await receive()).to.have.lengthOf(2);
  });

  it("forget what they have seen when they are purged", async () => {
    const { operate, QueueUrl, send, receive } = await aFifoQueue(BY_CONTENT);
    await send("a");
    await operate("PurgeQueue", { QueueUrl });
    await send("a");
    expect((await receive()).map(({ Body }) => Body)).to.deep.equal(["a"]);
  });

  it("refuse a handle that has expired", async () => {
    const { clock, operate, QueueUrl, send, receive } = await aFifoQueue({ ...BY_CONTENT, VisibilityTimeout: "1" });
    await send("a");
    const { ReceiptHandle } = (await receive())[0]!;
    await clock.run(clock.sleep(1000));
    expect(await refusal(operate("DeleteMessage", { QueueUrl, ReceiptHandle }))).to.include({
      code: "InvalidParameterValue",
      message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    });
  });

  it("wake a poll when the way of a group is free", async () => {
    const { clock, operate, QueueUrl, send, receive } = await aFifoQueue(BY_CONTENT);
    await send("a");
    const { ReceiptHandle } = (await receive())[0]!;
    await send("b");
    const poll = operate("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 });
    const began = clock.now();
    clock.at(began + 3000, () => void operate("DeleteMessage", { QueueUrl, ReceiptHandle }));
    expect((await clock.run(poll)).Messages[0].Body).to.equal("b");
    expect(clock.now() - began).to.equal(3000);
  });

  const NO_ID =
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";
  for (const [what, more, code, message] of [
    ["no deduplication id", {}, "InvalidParameterValue", NO_ID],
    [
      "no group",
      { MessageGroupId: undefined, MessageDeduplicationId: "1" },
      "MissingParameter",
      "The request must contain the parameter MessageGroupId.",
    ],
    [
      "a delay of its own",
      { MessageDeduplicationId: "1", DelaySeconds: 2 },
      "InvalidParameterValue",
      "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.",
    ],
    [
      "a group with a blank",
      { MessageDeduplicationId: "1", MessageGroupId: "a b" },
      "InvalidParameterValue",
      "Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
    ],
  ] as const) {
    it(`refuse a message with ${what}`, async () => {
      const { send } = await aFifoQueue();
      expect(await refusal(send("a", more))).to.include({ code, message });
    });
  }

  it("refuse a whole batch for what one of its messages lacks, under another code", async () => {
    const { operate, QueueUrl, receive } = await aFifoQueue(BY_CONTENT);
    const Entries = [
      { Id: "1", MessageBody: "a", MessageGroupId: "g" },
      { Id: "2", MessageBody: "b" },
    ];
    expect(await refusal(operate("SendMessageBatch", { QueueUrl, Entries }))).to.include({
      code: "InvalidParameterValue",
      message: "The request must contain the parameter MessageGroupId.",
    });
    expect(await receive()).to.deep.equal([]);
  });

  it("stay what they are", async () => {
    const { operate, QueueUrl } = await aFifoQueue();
    await operate("SetQueueAttributes", { QueueUrl, Attributes: { FifoQueue: "true" } });
    const change = operate("SetQueueAttributes", { QueueUrl, Attributes: { FifoQueue: "false" } });
    expect(await refusal(change)).to.include({
      code: "InvalidAttributeValue",
      message: "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    });
  });

  it("have dead-letter queues of their own kind", async () => {
    const { operate, QueueUrl } = await aFifoQueue();
    await operate("CreateQueue", { QueueName: "dead" });
    const RedrivePolicy = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:111111111111:dead","maxReceiveCount":1}';
    const set = operate("SetQueueAttributes", { QueueUrl, Attributes: { RedrivePolicy } });
    expect((await refusal(set)).message).to.include("Dead-letter queue must be same type of queue as the source");
  });
});
