import type * as Sqs from "@aws-sdk/client-sqs";
import { invalidValue, unknownAttribute } from "../errors.ts";
import type { Message } from "../message.ts";

/** What SQS itself knows of a message: shown to receivers by name, and in one case told by the sender. */
const SHOWN: Readonly<Record<string, (message: Message) => string | undefined>> = {
  SenderId: ({ senderId }) => senderId,
  SentTimestamp: ({ sentAt }) => String(sentAt),
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  ApproximateFirstReceiveTimestamp: ({ firstReceivedAt }) => String(firstReceivedAt),
  AWSTraceHeader: ({ traceHeader }) => traceHeader,
  DeadLetterQueueSourceArn: ({ deadLetterSourceArn }) => deadLetterSourceArn,
  MessageGroupId: ({ groupId }) => groupId,
  MessageDeduplicationId: ({ deduplicationId }) => deduplicationId,
  SequenceNumber: ({ sequenceNumber }) => sequenceNumber,
};

/** Those that were asked for and that the message has. */
export function systemAttributes(message: Message, names: readonly string[]): Record<string, string> {
  const chosen = names.includes("All") ? Object.keys(SHOWN) : Object.keys(SHOWN).filter((name) => names.includes(name));
  const values = chosen.map((name) => [name, SHOWN[name]!(message)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Attributes of queues may be named too, and show nothing: the model's enumeration is that of both. */
export function checkSystemNames(names: readonly string[]): void {
  const unknown = names.find((name) => name !== "All" && !Object.hasOwn(SHOWN, name) && !OF_QUEUES.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
}

const OF_QUEUES = new Set(
  "Policy VisibilityTimeout MaximumMessageSize MessageRetentionPeriod ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible CreatedTimestamp LastModifiedTimestamp QueueArn ApproximateNumberOfMessagesDelayed DelaySeconds ReceiveMessageWaitTimeSeconds RedrivePolicy FifoQueue ContentBasedDeduplication KmsMasterKeyId KmsDataKeyReusePeriodSeconds DeduplicationScope FifoThroughputLimit RedriveAllowPolicy SqsManagedSseEnabled".split(
    " ",
  ),
);

/** A sender may set one of them. */
export function traceHeaderOf(attributes: Sqs.SendMessageCommandInput["MessageSystemAttributes"]): string | undefined {
  const unknown = Object.keys(attributes ?? {}).find((name) => name !== "AWSTraceHeader");
  if (unknown !== undefined) throw invalidValue(`Message system attribute name '${unknown}' is invalid.`);
  return attributes?.AWSTraceHeader?.StringValue;
}
