import type * as Sqs from "@aws-sdk/client-sqs";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { invalidHandle, invalidValue, missingParameter, outOfRange } from "../errors.ts";
import { type Message, type MessageAttribute, md5, md5OfAttributes } from "../message.ts";
import type { SqsService } from "../service.ts";
import { nameOf } from "../url.ts";

/** The operations on single messages. */
export function messageOperations(sqs: SqsService) {
  return {
    SendMessage(input: Sqs.SendMessageCommandInput, call: Call): Output<Sqs.SendMessageCommandOutput> {
      return receipt(sqs.send(nameOf(input.QueueUrl), draftOf(input, call)));
    },

    async ReceiveMessage(
      input: Sqs.ReceiveMessageCommandInput,
      call: Call,
    ): Promise<Output<Sqs.ReceiveMessageCommandOutput>> {
      const limit = inRange(
        "MaxNumberOfMessages",
        input.MaxNumberOfMessages,
        1,
        10,
        "Must be between 1 and 10, if provided.",
      );
      const wait = inRange("WaitTimeSeconds", input.WaitTimeSeconds, 0, 20, "Must be >= 0 and <= 20, if provided.");
      const visibility = inRange("VisibilityTimeout", input.VisibilityTimeout, 0, 43_200, VISIBILITY_RANGE);
      const messages = await sqs.receive(nameOf(input.QueueUrl), limit ?? 1, {
        wait: inMilliseconds(wait),
        visibilityTimeout: inMilliseconds(visibility),
        signal: call.signal,
      });
      return messages.length === 0 ? {} : { Messages: messages.map((message) => shown(message, input)) };
    },

    DeleteMessage(input: Sqs.DeleteMessageCommandInput, call: Call): Output<Sqs.DeleteMessageCommandOutput> {
      deleteMessage(sqs, nameOf(input.QueueUrl), input.ReceiptHandle, call);
      return {};
    },

    ChangeMessageVisibility(
      input: Sqs.ChangeMessageVisibilityCommandInput,
    ): Output<Sqs.ChangeMessageVisibilityCommandOutput> {
      changeVisibility(sqs, nameOf(input.QueueUrl), input);
      return {};
    },
  };
}

const VISIBILITY_RANGE = "Must be between 0 and 43200, if provided.";

/** What the service needs of a SendMessage request or of one entry of a batch. */
export function draftOf(input: Sqs.SendMessageBatchRequestEntry | Sqs.SendMessageCommandInput, call: Call) {
  inRange("DelaySeconds", input.DelaySeconds, 0, 900, "DelaySeconds must be >= 0 and <= 900.");
  if (input.MessageBody === undefined) throw missingParameter("MessageBody");
  const attributes = (input.MessageAttributes ?? {}) as Record<string, MessageAttribute>;
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  const delay = inMilliseconds(input.DelaySeconds);
  const trace = input.MessageSystemAttributes?.AWSTraceHeader?.StringValue;
  return {
    body: input.MessageBody,
    senderId: call.callerId,
    attributes,
    ...(delay !== undefined && { delay }),
    ...(trace !== undefined && { traceHeader: trace }),
  };
}

function checkAttribute(name: string, { DataType, StringValue, BinaryValue }: MessageAttribute): void {
  if (!StringValue && !BinaryValue?.length) {
    throw invalidValue(`Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`);
  }
}

/** The answer to a message that was taken. */
export function receipt(message: Message): Output<Sqs.SendMessageCommandOutput> {
  const hasAttributes = Object.keys(message.attributes).length > 0;
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    ...(hasAttributes && { MD5OfMessageAttributes: md5OfAttributes(message.attributes) }),
  };
}

export function deleteMessage(sqs: SqsService, queue: string, handle: string | undefined, call: Call): void {
  if (handle === undefined) throw missingParameter("ReceiptHandle");
  sqs.delete(queue, handle, call.callerArn);
}

export function changeVisibility(
  sqs: SqsService,
  queue: string,
  entry: { ReceiptHandle?: string | undefined; VisibilityTimeout?: number | undefined },
): void {
  if (entry.ReceiptHandle === undefined) throw missingParameter("ReceiptHandle");
  if (entry.VisibilityTimeout === undefined) throw missingParameter("VisibilityTimeout");
  inRange("VisibilityTimeout", entry.VisibilityTimeout, 0, 43_200, VISIBILITY_RANGE);
  const outcome = sqs.changeVisibility(queue, entry.ReceiptHandle, entry.VisibilityTimeout * 1000);
  if (outcome === "unknown") throw invalidHandle(entry.ReceiptHandle);
  // Code and status are the model's MessageNotInflight; the text is the API reference's description of it.
  if (outcome === "not in flight") {
    throw new AwsError("AWS.SimpleQueueService.MessageNotInflight", "The specified message isn't in flight.", 400);
  }
}

/** A received message with the attributes that were asked for. */
function shown(message: Message, input: Sqs.ReceiveMessageCommandInput): Sqs.Message {
  const attributes = chosenAttributes(message, input.MessageAttributeNames ?? []);
  const system = systemAttributes(message, [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(attributes).length > 0 && {
      MD5OfMessageAttributes: md5OfAttributes(attributes),
      MessageAttributes: attributes as Record<string, Sqs.MessageAttributeValue>,
    }),
  };
}

/** `All`, `.*`, `prefix.*` or plain names. */
function chosenAttributes(message: Message, names: readonly string[]): Record<string, MessageAttribute> {
  const asked = (attribute: string) =>
    names.some((name) =>
      name === "All" || name === ".*"
        ? true
        : name.endsWith(".*")
          ? attribute.startsWith(name.slice(0, -2))
          : attribute === name,
    );
  return Object.fromEntries(Object.entries(message.attributes).filter(([name]) => asked(name)));
}

function systemAttributes(message: Message, names: readonly string[]): Record<string, string> {
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const shownNames = Object.keys(all).filter(
    (name) => all[name] !== undefined && (names.includes("All") || names.includes(name)),
  );
  return Object.fromEntries(shownNames.map((name) => [name, all[name]!]));
}

function inRange(parameter: string, value: number | undefined, min: number, max: number, reason: string) {
  if (value !== undefined && (value < min || value > max)) throw outOfRange(parameter, value, reason);
  return value;
}

function inMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
