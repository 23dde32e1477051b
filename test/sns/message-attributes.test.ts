import { expect } from "chai";
import { aTopic, refusal, TOPIC_ARN } from "./a-sns.ts";

describe("message attributes", () => {
  const table: [string, object, string][] = [
    ["attr1", { DataType: "String", StringValue: "" }, MISSING("String")],
    ["attr1", { DataType: "String" }, MISSING("String")],
    ["attr1", { DataType: "Binary", BinaryValue: new Uint8Array() }, MISSING("Binary")],
    ["attr1", { DataType: "String", BinaryValue: Uint8Array.of(1) }, USE("String", "String")],
    ["attr1", { DataType: "Number", BinaryValue: Uint8Array.of(1) }, USE("Number", "String")],
    ["attr1", { DataType: "Binary", StringValue: "x" }, USE("Binary", "Binary")],
    [
      "attr1",
      { DataType: "InvalidType", StringValue: "x" },
      "The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      "x".repeat(257),
      { DataType: "String", StringValue: "x" },
      "Length of message attribute name must be less than 256 bytes.",
    ],
    [
      "invalid^^name",
      { DataType: "String", StringValue: "x" },
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
    ],
    [
      ".name",
      { DataType: "String", StringValue: "x" },
      "Invalid message attribute name starting with character '.' was found.",
    ],
    [
      "name.",
      { DataType: "String", StringValue: "x" },
      "Invalid message attribute name ending with character '.' was found.",
    ],
    ["a..b", { DataType: "String", StringValue: "x" }, "Message attribute name can not have successive '.' character."],
  ];
  for (const [name, attribute, words] of table) {
    it(`are refused: ${words}`, () => {
      const { call } = aTopic();
      const MessageAttributes = { [name]: attribute };
      const single = () => call("Publish", { TopicArn: TOPIC_ARN, Message: "m", MessageAttributes });
      const PublishBatchRequestEntries = [{ Id: "1", Message: "m", MessageAttributes }];
      const batch = () => call("PublishBatch", { TopicArn: TOPIC_ARN, PublishBatchRequestEntries });
      expect(refusal(single)).to.equal(`ParameterValueInvalid 400: ${words}`);
      expect(refusal(batch)).to.equal(`ParameterValueInvalid 400: ${words}`);
    });
  }

  it("need a type", () => {
    const { call } = aTopic();
    const MessageAttributes = { attr1: { StringValue: "x" } };
    const words = (at: string) =>
      `ValidationError 400: 1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`;
    expect(refusal(() => call("Publish", { TopicArn: TOPIC_ARN, Message: "m", MessageAttributes }))).to.equal(
      words("messageAttributes.attr1.member.dataType"),
    );
    const PublishBatchRequestEntries = [{ Id: "1", Message: "m", MessageAttributes }];
    expect(refusal(() => call("PublishBatch", { TopicArn: TOPIC_ARN, PublishBatchRequestEntries }))).to.equal(
      words("publishBatchRequestEntries.1.member.messageAttributes.attr1.member.dataType"),
    );
  });
});

function MISSING(type: string): string {
  return `The message attribute 'attr1' must contain non-empty message attribute value for message attribute type '${type}'.`;
}

function USE(type: string, field: string): string {
  return `The message attribute 'attr1' with type '${type}' must use field '${field}'.`;
}
