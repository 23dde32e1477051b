import { expect } from "chai";
import { aQueueService, refusal } from "./a-queue-service.ts";

/** The operations of SQS, and a queue to send to. */
async function aQueue(Attributes: Record<string, string> = {}) {
  const service = aQueueService();
  const QueueUrl = service.url("q");
  await service.operate("CreateQueue", { QueueName: "q", Attributes });
  const send = (more: object = {}) => service.operate("SendMessage", { QueueUrl, MessageBody: "b", ...more });
  const receive = async (more: object = {}) => {
    return (await service.operate("ReceiveMessage", { QueueUrl, ...more })).Messages?.[0];
  };
  return { ...service, QueueUrl, send, receive };
}

const text = { DataType: "String", StringValue: "v" };
const CHARACTERS =
  "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF";
const NAMES =
  "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ";
const RESERVED =
  "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.";

describe("a message in SQS", () => {
  it("may have letters of all scripts in the names of its attributes", async () => {
    const { send } = await aQueue();
    expect(await send({ MessageAttributes: { "attr.1øßä": text } })).to.have.property("MD5OfMessageAttributes");
  });

  it("is answered with the sums of what was sent, its trace header's too", async () => {
    const { send } = await aQueue();
    const StringValue = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const sent = await send({ MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue } } });
    expect(sent).to.include({ MD5OfMessageSystemAttributes: "5ae4d5d7636402d80f4eb6d213245a88" });
    expect(sent).to.not.have.any.keys("MD5OfMessageAttributes", "SequenceNumber");
  });

  it("may belong to a group in a standard queue as well", async () => {
    const { send, receive } = await aQueue();
    await send({ MessageGroupId: "g" });
    expect((await receive({ AttributeNames: ["All"] })).Attributes).to.include({ MessageGroupId: "g" });
  });

  for (const [what, more, code, message] of [
    ["characters that XML does not know", { MessageBody: "\u0001" }, "InvalidMessageContents", CHARACTERS],
    ["half a character", { MessageBody: "\ud800" }, "InvalidMessageContents", CHARACTERS],
    [
      "a deduplication id",
      { MessageDeduplicationId: "d" },
      "InvalidParameterValue",
      "Value d for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.",
    ],
    [
      "a system attribute of its own",
      { MessageSystemAttributes: { Hello: text } },
      "InvalidParameterValue",
      "Message system attribute name 'Hello' is invalid.",
    ],
    [
      "eleven attributes",
      { MessageAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, text])) },
      "InvalidParameterValue",
      "Number of message attributes [11] exceeds the allowed maximum [10].",
    ],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      const { send } = await aQueue();
      expect(await refusal(send(more))).to.include({ code, message });
    });
  }

  for (const [name, attribute, message] of [
    ["a b", text, NAMES],
    ["a!", text, NAMES],
    ["aWs.a", text, RESERVED],
    [".a", text, RESERVED],
    ["a.", text, RESERVED],
    ["a".repeat(257), text, "Message (user) attribute name must be shorter than 256 bytes."],
    [
      "a",
      { DataType: "Text", StringValue: "v" },
      "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.",
    ],
    [
      "a",
      { DataType: `Number.${"L".repeat(256)}`, StringValue: "1" },
      "Message (user) attribute type must be shorter than 256 bytes.",
    ],
    [
      "a",
      { DataType: "Number", StringValue: "one" },
      "Can't cast the value of message (user) attribute 'a' to a number.",
    ],
    [
      "a",
      { DataType: "Binary", StringValue: "v" },
      "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.",
    ],
    ["a", { DataType: "String", StringValue: "\b" }, CHARACTERS],
    [
      "a",
      { DataType: "String", StringListValues: ["v"] },
      "Message attribute list values in SendMessage operation are not supported.",
    ],
  ] as const) {
    it(`is refused with ${JSON.stringify(attribute).slice(0, 40)} as ${name.slice(0, 9)}`, async () => {
      const { send } = await aQueue();
      const said = await refusal(send({ MessageAttributes: { [name]: attribute } }));
      expect(said).to.include({ code: "InvalidParameterValue", message });
    });
  }

  it("goes in batches of a mebibyte at most, however little the queue takes", async () => {
    const { operate, QueueUrl } = await aQueue({ MaximumMessageSize: "1024" });
    const Entries = [
      { Id: "1", MessageBody: "a".repeat(1_048_576) },
      { Id: "2", MessageBody: "b" },
    ];
    expect(await refusal(operate("SendMessageBatch", { QueueUrl, Entries }))).to.include({
      code: "AWS.SimpleQueueService.BatchRequestTooLong",
      message: "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.",
    });
  });
});

describe("a receipt handle", () => {
  it("is refused when it is none", async () => {
    const { operate, QueueUrl } = await aQueue();
    const ReceiptHandle = "garbage";
    const refused = {
      code: "ReceiptHandleIsInvalid",
      message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    };
    expect(await refusal(operate("DeleteMessage", { QueueUrl, ReceiptHandle }))).to.include(refused);
    const change = operate("ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout: 1 });
    expect(await refusal(change)).to.include(refused);
    const batch = { QueueUrl, Entries: [{ Id: "1", ReceiptHandle }] };
    const { Successful, Failed } = await operate("DeleteMessageBatch", batch);
    expect([Successful, Failed[0].Code]).to.deep.equal([undefined, "ReceiptHandleIsInvalid"]);
  });

  it("deletes again what is deleted, and hides it no more", async () => {
    const { operate, QueueUrl, send, receive } = await aQueue();
    await send();
    const { ReceiptHandle } = await receive();
    for (let i = 0; i < 2; i++) await operate("DeleteMessage", { QueueUrl, ReceiptHandle });
    const change = operate("ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout: 42 });
    expect(await refusal(change)).to.include({
      code: "InvalidParameterValue",
      message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    });
  });

  it("hides its message for twelve hours in all", async () => {
    const { clock, operate, QueueUrl, send, receive } = await aQueue();
    await send();
    const { ReceiptHandle } = await receive();
    await clock.run(clock.sleep(1000));
    const change = operate("ChangeMessageVisibility", { QueueUrl, ReceiptHandle, VisibilityTimeout: 43_200 });
    expect((await refusal(change)).message).to.equal(
      "Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]",
    );
  });
});

describe("a receive", () => {
  it("shows the system attributes that were asked for, by either name", async () => {
    const { send, receive } = await aQueue({ VisibilityTimeout: "0" });
    await send();
    expect((await receive({ AttributeNames: ["SenderId", "SequenceNumber"] })).Attributes).to.have.keys("SenderId");
    const { Attributes } = await receive({ MessageSystemAttributeNames: ["SentTimestamp"] });
    expect(Attributes).to.have.keys("SentTimestamp");
  });

  it("shows all attributes for an asterisk, and refuses names that nobody knows", async () => {
    const { send, receive } = await aQueue({ VisibilityTimeout: "0" });
    await send({ MessageAttributes: { a: text } });
    expect((await receive({ MessageAttributeNames: ["*"] })).MessageAttributes).to.have.keys("a");
    expect(await refusal(receive({ AttributeNames: ["Colour"] }))).to.include({
      code: "InvalidAttributeName",
      message: "Unknown Attribute Colour.",
    });
  });
});
