import type * as Sqs from "@aws-sdk/client-sqs";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import {
  batchTooLong,
  emptyBatch,
  entryTooLong,
  invalidEntryId,
  invalidValue,
  repeatedEntryId,
  tooManyEntries,
} from "../errors.ts";
import { checkIdentity } from "../fifo.ts";
import { type MessageAttribute, sizeOf } from "../message.ts";
import type { QueueRecord } from "../record.ts";
import type { SqsService } from "../service.ts";
import { nameOf } from "../url.ts";
import { changeVisibility, deleteMessage, draftOf, receipt } from "./messages.ts";

/** The operations on up to ten messages at once: each entry succeeds or fails by itself. */
export function batchOperations(sqs: SqsService) {
  return {
    SendMessageBatch(input: Sqs.SendMessageBatchCommandInput, call: Call): Output<Sqs.SendMessageBatchCommandOutput> {
      const queue = nameOf(input.QueueUrl);
      const record = sqs.get(queue);
      const limit = record.queue.settings.maximumMessageSize;
      return batch("SendMessageBatchRequestEntry", input.Entries, {
        check: (entries) => {
          checkTotal(entries);
          if (record.fifo) for (const entry of entries) checkFifo(draftOf(entry, call), record);
        },
        each: (entry) => receipt(sqs.send(queue, withinLimit(draftOf(entry, call), limit))),
      }) as Output<Sqs.SendMessageBatchCommandOutput>;
    },

    DeleteMessageBatch(
      input: Sqs.DeleteMessageBatchCommandInput,
      call: Call,
    ): Output<Sqs.DeleteMessageBatchCommandOutput> {
      const queue = nameOf(input.QueueUrl);
      sqs.get(queue);
      return batch("DeleteMessageBatchRequestEntry", input.Entries, {
        each: (entry) => void deleteMessage(sqs, queue, entry.ReceiptHandle, call),
      });
    },

    ChangeMessageVisibilityBatch(
      input: Sqs.ChangeMessageVisibilityBatchCommandInput,
    ): Output<Sqs.ChangeMessageVisibilityBatchCommandOutput> {
      const queue = nameOf(input.QueueUrl);
      sqs.get(queue);
      return batch("ChangeMessageVisibilityBatchRequestEntry", input.Entries, {
        each: (entry) => void changeVisibility(sqs, queue, entry),
      });
    },
  };
}

interface BatchWork<Entry> {
  check?(entries: readonly Entry[]): void;
  each(entry: Entry): object | undefined;
}

/** The checks that refuse a whole batch, then one result an entry. */
function batch<Entry extends { Id?: string | undefined }>(
  entryType: string,
  entries: readonly Entry[] | undefined,
  work: BatchWork<Entry>,
) {
  if (!entries || entries.length === 0) throw emptyBatch(entryType);
  if (entries.length > 10) throw tooManyEntries(entries.length);
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!Id || !/^[A-Za-z0-9_-]{1,80}$/.test(Id)) throw invalidEntryId();
    if (seen.has(Id)) throw repeatedEntryId(Id);
    seen.add(Id);
  }
  work.check?.(entries);
  const Successful: { Id: string }[] = [];
  const Failed: Sqs.BatchResultErrorEntry[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id!, ...work.each(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id!, SenderFault: error.fault === "client", Code: error.code, Message: error.message });
    }
  }
  return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) } as {
    Successful: { Id: string }[];
    Failed: Sqs.BatchResultErrorEntry[];
  };
}

/** What is too long in a batch is told in other words than alone. */
function withinLimit<Entry extends ReturnType<typeof draftOf>>(entry: Entry, limit: number): Entry {
  if (sizeOf(entry.body, entry.attributes) > limit) throw entryTooLong(limit);
  return entry;
}

/** What a message of a FIFO queue lacks refuses the whole batch, and under another code than alone. */
function checkFifo(draft: ReturnType<typeof draftOf>, record: QueueRecord): void {
  try {
    checkIdentity(draft, record);
  } catch (error) {
    throw error instanceof AwsError ? invalidValue(error.message) : error;
  }
}

/** However long the queue's messages may be, all of a batch together are not longer than the longest message of SQS. */
function checkTotal(entries: readonly Sqs.SendMessageBatchRequestEntry[]): void {
  const sizes = entries.map((entry) =>
    sizeOf(entry.MessageBody ?? "", (entry.MessageAttributes ?? {}) as Record<string, MessageAttribute>),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > LONGEST) throw batchTooLong(LONGEST, total);
}

const LONGEST = 1_048_576;
