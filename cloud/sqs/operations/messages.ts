import type * as Sqs from "@aws-sdk/client-sqs";
import type { Call, Output } from "../../kernel/house.ts";
import { invalidHandle, missingParameter, outOfRange, unavailableHandle } from "../errors.ts";
import { isHandle } from "../handles.ts";
import { type Message, type MessageAttribute, md5, md5OfAttributes } from "../message.ts";
import { checkBody, checkMessageAttributes } from "../message-attributes.ts";
import type { SqsService } from "../service.ts";
import { nameOf } from "../url.ts";
import { checkSystemNames, systemAttributes, traceHeaderOf } from "./system-attributes.ts";

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
      checkSystemNames(asked(input));
      const messages = await sqs.receive(nameOf(input.QueueUrl), limit ?? 1, {
        wait: inMilliseconds(wait),
        visibilityTimeout: inMilliseconds(visibility),
        // Whose signal it is, not the signal: one is made for a poll that has to wait, and for no other.
        visitor: call,
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
  if (!input.MessageBody) throw missingParameter("MessageBody");
  checkBody(input.MessageBody);
  const attributes = input.MessageAttributes ?? {};
  checkMessageAttributes(attributes);
  const delay = inMilliseconds(input.DelaySeconds);
  const traceHeader = traceHeaderOf(input.MessageSystemAttributes);
  return {
    body: input.MessageBody,
    senderId: call.callerId,
    attributes,
    ...(delay !== undefined && { delay }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(input.MessageGroupId !== undefined && { groupId: input.MessageGroupId }),
    ...(input.MessageDeduplicationId !== undefined && { deduplicationId: input.MessageDeduplicationId }),
  };
}

/** The answer to a message that was taken. */
export function receipt(message: Message): Output<Sqs.SendMessageCommandOutput> {
  const { id, body, attributes, traceHeader, sequenceNumber } = message;
  const trace = traceHeader !== undefined && {
    AWSTraceHeader: { DataType: "String", StringValue: traceHeader },
  };
  return {
    MessageId: id,
    MD5OfMessageBody: md5(body),
    ...(Object.keys(attributes).length > 0 && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
    ...(trace && { MD5OfMessageSystemAttributes: md5OfAttributes(trace) }),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
  };
}

export function deleteMessage(sqs: SqsService, queue: string, handle: string | undefined, call: Call): void {
  if (handle === undefined) throw missingParameter("ReceiptHandle");
  if (!isHandle(handle)) throw invalidHandle(handle);
  sqs.delete(queue, handle, call.callerArn);
}

export function changeVisibility(
  sqs: SqsService,
  queue: string,
  entry: { ReceiptHandle?: string | undefined; VisibilityTimeout?: number | undefined },
): void {
  const { ReceiptHandle: handle, VisibilityTimeout: timeout } = entry;
  if (handle === undefined) throw missingParameter("ReceiptHandle");
  if (timeout === undefined) throw missingParameter("VisibilityTimeout");
  inRange("VisibilityTimeout", timeout, 0, 43_200, VISIBILITY_RANGE);
  if (!isHandle(handle)) throw invalidHandle(handle);
  const outcome = sqs.changeVisibility(queue, handle, timeout * 1000);
  if (outcome === "unknown") throw unavailableHandle(handle);
  if (outcome === "too long") throw outOfRange("VisibilityTimeout", timeout, TOO_LONG);
}

const TOO_LONG = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]";

/** A received message with the attributes that were asked for. */
function shown(message: Message, input: Sqs.ReceiveMessageCommandInput): Sqs.Message {
  const attributes = chosenAttributes(message, input.MessageAttributeNames ?? []);
  const system = systemAttributes(message, asked(input));
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

/** The system attributes that a receive asks for, by its old and its new name. */
function asked(input: Sqs.ReceiveMessageCommandInput): string[] {
  return [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
}

/** `All`, `*`, `.*`, `prefix.*` or plain names. */
function chosenAttributes(message: Message, names: readonly string[]): Record<string, MessageAttribute> {
  const isAsked = (attribute: string) =>
    names.some((name) =>
      name === "All" || name === "*" || name === ".*"
        ? true
        : name.endsWith(".*")
          ? attribute.startsWith(name.slice(0, -2))
          : attribute === name,
    );
  return Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isAsked(name)));
}

function inRange(parameter: string, value: number | undefined, min: number, max: number, reason: string) {
  if (value !== undefined && (value < min || value > max)) throw outOfRange(parameter, value, reason);
  return value;
}

function inMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
