import type { QueueMessage } from "../ports.ts";

/** An SQS batch as a function sees it; members as recorded on AWS. */
export function sqsEvent(messages: readonly QueueMessage[], queueArn: string): string {
  return JSON.stringify({ Records: messages.map((message) => recordOf(message, queueArn)) });
}

function recordOf(message: QueueMessage, queueArn: string) {
  const attributes = Object.entries(message.messageAttributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(attributes.map(([name, attribute]) => [name, attributeOf(attribute)])),
    ...(attributes.length > 0 && { md5OfMessageAttributes: message.md5OfMessageAttributes }),
    md5OfBody: message.md5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(":")[3],
  };
}

function attributeOf({ DataType, StringValue, BinaryValue }: QueueMessage["messageAttributes"][string]) {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
