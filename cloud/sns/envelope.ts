import { type Message, type MessageAttribute, textFor } from "./message.ts";

/**
 * What subscribers get to read: the JSON envelope around a message, byte for byte as SNS sends it.
 *
 * To queues it is pretty-printed with two spaces, `" : "`, and one line an attribute; to functions it is a compact
 * event in which two members are spelt otherwise and nothing is left out.
 *
 * The signature is none: the cloud has no key, and no certificate lies at the URL. It is the base64 of a plain
 * sentence, as long as a real one and the same for every message, so that envelopes replay byte for byte. Code that
 * verifies signatures must be told not to here.
 */
export function envelopeFor(message: Message, subscriptionArn: string, protocol: string, signing: Signing): string {
  const lines = [
    `"Type" : "Notification"`,
    `"MessageId" : "${message.id}"`,
    ...(message.sequenceNumber === undefined ? [] : [`"SequenceNumber" : "${message.sequenceNumber}"`]),
    `"TopicArn" : "${message.topicArn}"`,
    ...(message.subject === undefined ? [] : [`"Subject" : ${JSON.stringify(message.subject)}`]),
    `"Message" : ${JSON.stringify(textFor(message, protocol))}`,
    `"Timestamp" : "${timestampOf(message)}"`,
    ...(message.sequenceNumber === undefined ? signatureLines(signing) : []),
    `"UnsubscribeURL" : "${unsubscribeUrl(signing, subscriptionArn)}"`,
    ...attributeLines(message.attributes),
  ];
  return `{\n  ${lines.join(",\n  ")}\n}`;
}

/** Messages of FIFO topics are not signed. */
function signatureLines(signing: Signing): string[] {
  return [
    `"SignatureVersion" : "${signing.version}"`,
    `"Signature" : "${SIGNATURE}"`,
    `"SigningCertURL" : "${certificateUrl(signing)}"`,
  ];
}

/** The event that a function is invoked with. It says version 1 of the signature whatever the topic's is: AWS does. */
export function eventFor(message: Message, subscriptionArn: string, signing: Signing): string {
  const attributes = Object.entries(message.attributes).map(([name, attribute]) => [name, shown(attribute)]);
  return JSON.stringify({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          Type: "Notification",
          MessageId: message.id,
          TopicArn: message.topicArn,
          Subject: message.subject ?? null,
          Message: textFor(message, "lambda"),
          Timestamp: timestampOf(message),
          SignatureVersion: "1",
          Signature: SIGNATURE,
          SigningCertUrl: certificateUrl(signing),
          UnsubscribeUrl: unsubscribeUrl(signing, subscriptionArn),
          MessageAttributes: Object.fromEntries(attributes),
        },
      },
    ],
  });
}

export interface Signing {
  /** The topic's SignatureVersion: "1" unless it was set. */
  readonly version: string;
  readonly region: string;
}

const SIGNATURE = Buffer.from("no key has signed this message. ".repeat(8)).toString("base64");

function timestampOf({ publishedAt }: Message): string {
  return new Date(publishedAt).toISOString();
}

function certificateUrl({ region }: Signing): string {
  return `https://sns.${region}.amazonaws.com/SimpleNotificationService-00000000000000000000000000000000.pem`;
}

function unsubscribeUrl({ region }: Signing, subscriptionArn: string): string {
  return `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}

function attributeLines(attributes: Message["attributes"]): string[] {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return [];
  const lines = entries.map(([name, attribute]) => `    "${name}" : ${JSON.stringify(shown(attribute))}`);
  return [`"MessageAttributes" : {\n${lines.join(",\n")}\n  }`];
}

function shown({ DataType, StringValue, BinaryValue }: MessageAttribute): { Type: string; Value: string } {
  return { Type: DataType, Value: BinaryValue ? Buffer.from(BinaryValue).toString("base64") : StringValue! };
}
