import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { envelopeFor, eventFor } from "../../cloud/sns/envelope.ts";
import type { Message } from "../../cloud/sns/message.ts";
import { TOPIC_ARN } from "./a-sns.ts";

const aMessage = (parts: Partial<Message> = {}): Message => ({
  id: "2023301a-1a24-528f-aae4-6c5b3e4ebe63",
  topicArn: TOPIC_ARN,
  subject: undefined,
  text: '{"foo": "bar"}',
  texts: undefined,
  attributes: {},
  publishedAt: EPOCH + 87,
  ...parts,
});
const subscriptionArn = `${TOPIC_ARN}:f1abc4f3-7665-4968-b39c-8a4c6f082d9b`;
const signing = { version: "1", region: "us-east-1" };

describe("the envelope to a queue", () => {
  it("is the text that SNS sends, byte for byte", () => {
    const attributes = {
      SDLCEnv: { DataType: "String", StringValue: "PROD" },
      bin: { DataType: "Binary", BinaryValue: Uint8Array.of(2, 3, 4) },
    };
    const text = envelopeFor(aMessage({ subject: 'a "subject"', attributes }), subscriptionArn, "sqs", signing);
    expect(text.replace(/("Signature" : )"[^"]+"/, '$1"..."')).to.equal(`{
  "Type" : "Notification",
  "MessageId" : "2023301a-1a24-528f-aae4-6c5b3e4ebe63",
  "TopicArn" : "arn:aws:sns:us-east-1:111111111111:converted",
  "Subject" : "a \\"subject\\"",
  "Message" : "{\\"foo\\": \\"bar\\"}",
  "Timestamp" : "2026-01-01T00:00:00.087Z",
  "SignatureVersion" : "1",
  "Signature" : "...",
  "SigningCertURL" : "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem",
  "UnsubscribeURL" : "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}",
  "MessageAttributes" : {
    "SDLCEnv" : {"Type":"String","Value":"PROD"},
    "bin" : {"Type":"Binary","Value":"AgME"}
  }
}`);
  });

  it("leaves subject and attributes out when there are none", () => {
    const members = Object.keys(JSON.parse(envelopeFor(aMessage(), subscriptionArn, "sqs", signing)));
    expect(members.join(" ")).to.equal(
      "Type MessageId TopicArn Message Timestamp SignatureVersion Signature SigningCertURL UnsubscribeURL",
    );
  });

  it("carries a signature of a real one's length that is always the same", () => {
    const signatures = ["one", "two"].map(
      (text) => JSON.parse(envelopeFor(aMessage({ text }), subscriptionArn, "sqs", signing)).Signature as string,
    );
    expect(signatures[0]).to.have.length(344);
    expect(signatures[0]).to.equal(signatures[1]);
  });

  it("keeps every character", () => {
    const text = 'ö§a1"_!?,. £$-\n\t\u{1f680}';
    expect(JSON.parse(envelopeFor(aMessage({ text }), subscriptionArn, "sqs", signing)).Message).to.equal(text);
  });
});

describe("the event to a function", () => {
  it("spells two members otherwise and leaves nothing out", () => {
    const event = JSON.parse(eventFor(aMessage(), subscriptionArn, signing));
    expect(Object.keys(event.Records[0])).to.deep.equal(["EventSource", "EventVersion", "EventSubscriptionArn", "Sns"]);
    const { Sns, ...record } = event.Records[0];
    expect(record).to.deep.equal({
      EventSource: "aws:sns",
      EventVersion: "1.0",
      EventSubscriptionArn: subscriptionArn,
    });
    expect(Object.keys(Sns).join(" ")).to.equal(
      "Type MessageId TopicArn Subject Message Timestamp SignatureVersion Signature SigningCertUrl UnsubscribeUrl MessageAttributes",
    );
    expect(Sns.Subject).to.equal(null);
    expect(Sns.MessageAttributes).to.deep.equal({});
  });

  it("says the first version of the signature whatever the topic's is", () => {
    const { Records } = JSON.parse(eventFor(aMessage(), subscriptionArn, { ...signing, version: "2" }));
    expect(Records[0].Sns.SignatureVersion).to.equal("1");
  });

  it("shows attributes as the envelope does", () => {
    const attributes = { ErrorCode: { DataType: "Number", StringValue: "200" } };
    const event = JSON.parse(eventFor(aMessage({ attributes }), subscriptionArn, signing));
    expect(event.Records[0].Sns.MessageAttributes).to.deep.equal({ ErrorCode: { Type: "Number", Value: "200" } });
  });
});
