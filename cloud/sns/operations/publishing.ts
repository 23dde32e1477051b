import type * as Sns from "@aws-sdk/client-sns";
import type { Call, Output } from "../../kernel/house.ts";
import { checkTopicArn } from "../arn.ts";
import { isPhoneNumber } from "../endpoint.ts";
import {
  batchTooLong,
  emptyBatch,
  invalidEntryId,
  invalidParameter,
  repeatedEntryId,
  tooManyEntries,
} from "../errors.ts";
import { checkIdentity } from "../fifo.ts";
import { type Draft, type Message, sizeOf } from "../message.ts";
import { checkMessageAttributes } from "../message-attributes.ts";
import type { SnsService } from "../service.ts";

/** Publish, alone and in batches. */
export function publishingOperations(sns: SnsService) {
  const toPhone = (number: string, { text }: Draft): string => {
    if (!isPhoneNumber(number)) throw invalidParameter(`PhoneNumber Reason: ${number} is not valid to publish to`);
    if (text === "") throw invalidParameter("Empty message");
    return sns.publishToPhone();
  };

  return {
    Publish(input: Sns.PublishCommandInput, { traceHeader }: Call): Output<Sns.PublishCommandOutput> {
      const { PhoneNumber } = input;
      if (PhoneNumber !== undefined) return { MessageId: toPhone(PhoneNumber, draftOf(input)) };
      return receipt(sns.publish(targetOf(input, sns), { traceHeader, ...draftOf(input) }));
    },

    /** SNS refuses a whole batch for one bad entry; what it takes it takes whole. */
    PublishBatch(input: Sns.PublishBatchCommandInput, { traceHeader }: Call): Output<Sns.PublishBatchCommandOutput> {
      checkTopicArn(input.TopicArn!, sns.place);
      const topic = sns.topic(input.TopicArn!);
      const entries = input.PublishBatchRequestEntries ?? [];
      checkIds(entries);
      const drafts = entries.map((entry, i) =>
        draftOf(entry, `publishBatchRequestEntries.${i + 1}.member.messageAttributes`),
      );
      const size = drafts.reduce((sum, draft) => sum + sizeOf(draft), 0);
      if (size > topic.maximumMessageSize) throw batchTooLong();
      for (const draft of drafts) checkIdentity(draft, topic);
      const Successful = drafts.map((draft, i) => ({
        Id: entries[i]!.Id,
        ...receipt(sns.publish(topic.arn, { traceHeader, ...draft })),
      }));
      return { Successful, Failed: [] };
    },
  };
}

/** The answer to a message that was taken. */
function receipt({ id, sequenceNumber }: Message): { MessageId: string; SequenceNumber?: string } {
  return { MessageId: id, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) };
}

/** A topic, by one of its two names. Mobile endpoints do not exist here. */
function targetOf({ TopicArn, TargetArn }: Sns.PublishCommandInput, sns: SnsService): string {
  const arn = TopicArn ?? TargetArn;
  if (arn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
  checkTopicArn(arn, sns.place, TopicArn === undefined ? "TargetArn" : "TopicArn");
  if (arn.includes(":endpoint/")) {
    throw invalidParameter("TargetArn Reason: No endpoint found for the target arn specified");
  }
  return arn;
}

function draftOf(input: Sns.PublishCommandInput | Sns.PublishBatchRequestEntry, path?: string): Draft {
  const { Message, Subject, MessageStructure, MessageAttributes } = input;
  if (Message === undefined || Message === "") throw invalidParameter("Empty message");
  if (Subject !== undefined && !isSubject(Subject)) throw invalidParameter("Subject");
  const attributes = MessageAttributes ?? {};
  checkMessageAttributes(attributes, path);
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = input;
  const texts = textsOf(Message, MessageStructure);
  return { text: Message, subject: Subject, texts, attributes, groupId, deduplicationId };
}

/** Text without line breaks and control characters, at most a hundred of them. */
function isSubject(subject: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in it.
  return subject !== "" && subject.length <= 100 && !/[\u0000-\u001f\u007f]/.test(subject);
}

/** The message for each protocol; values that are no strings are as if they were not there. */
function textsOf(message: string, structure: string | undefined): Record<string, string> | undefined {
  if (structure === undefined) return undefined;
  if (structure !== "json") throw invalidParameter("MessageStructure");
  const texts: Record<string, string> = {};
  for (const [protocol, text] of Object.entries(objectOf(message))) {
    if (typeof text === "string") texts[protocol] = text;
  }
  if (texts.default === undefined) {
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  }
  return texts;
}

function objectOf(message: string): object {
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // SNS says the same of both.
  }
  throw invalidParameter("Message Structure - JSON message body failed to parse");
}

function checkIds(entries: readonly Sns.PublishBatchRequestEntry[]): void {
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > 10) throw tooManyEntries();
  const ids = new Set(entries.map(({ Id }) => Id));
  if (ids.size < entries.length) throw repeatedEntryId();
  for (const id of ids) if (!id || !/^[A-Za-z0-9_-]{1,80}$/.test(id)) throw invalidEntryId();
}
