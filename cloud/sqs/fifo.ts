import { createHash } from "node:crypto";
import { Recent } from "../kernel/recent.ts";
import { invalidValue, missingParameter, outOfRange, wrongQueueType } from "./errors.ts";
import type { Message } from "./message.ts";
import type { QueueRecord } from "./record.ts";

/**
 * What a FIFO queue remembers of its messages: their sequence, and for five minutes their deduplication ids. A message
 * that comes again is accepted, answered like the first, and not delivered.
 */
export class FifoMemory {
  readonly #seen = new Recent<Message>(300_000);
  #count = 0n;

  find(now: number, { groupId, deduplicationId }: Identity, scope: string | undefined): Message | undefined {
    return this.#seen.find(now, keyOf(groupId, deduplicationId, scope));
  }

  keep(now: number, message: Message, scope: string | undefined): void {
    this.#seen.keep(now, keyOf(message.groupId!, message.deduplicationId!, scope), message);
  }

  /** Twenty digits, as AWS's have; the steps are theirs too. */
  nextSequenceNumber(): string {
    this.#count++;
    return String(FIRST_SEQUENCE_NUMBER + 256n * this.#count);
  }

  /** A purge forgets the ids as well: recorded on AWS. */
  purge(): void {
    this.#seen.clear();
  }
}

const FIRST_SEQUENCE_NUMBER = 18_849_496_460_467_696_128n;

/** With DeduplicationScope `messageGroup` an id counts within its group only. */
function keyOf(groupId: string, deduplicationId: string, scope: string | undefined): string {
  return scope === "messageGroup" ? `${groupId}\n${deduplicationId}` : deduplicationId;
}

/** What makes a message of a FIFO queue itself. */
export interface Identity {
  readonly groupId: string;
  readonly deduplicationId: string;
}

interface Given {
  readonly body: string;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  /** Milliseconds. */
  readonly delay?: number | undefined;
}

/** Refuses a message whose parameters belong to the other kind of queue, or are missing. */
export function checkIdentity(given: Given, { fifo, attributes }: Pick<QueueRecord, "fifo" | "attributes">): void {
  const { groupId, deduplicationId, delay } = given;
  checkText("MessageGroupId", groupId);
  checkText("MessageDeduplicationId", deduplicationId);
  if (!fifo) {
    if (deduplicationId !== undefined) throw wrongQueueType("MessageDeduplicationId", deduplicationId);
    return;
  }
  if (delay) throw wrongQueueType("DelaySeconds", delay / 1000);
  if (groupId === undefined) throw missingParameter("MessageGroupId");
  if (deduplicationId === undefined && attributes.ContentBasedDeduplication !== "true") throw invalidValue(NO_ID);
}

/** The id it was given, or else the SHA-256 of its body. */
export function identityOf({ body, groupId, deduplicationId }: Given): Identity {
  const hash = () => createHash("sha256").update(body, "utf8").digest("hex");
  return { groupId: groupId!, deduplicationId: deduplicationId ?? hash() };
}

const NO_ID =
  "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";

function checkText(parameter: string, value: string | undefined): void {
  if (value === undefined || /^[\x21-\x7e]{1,128}$/.test(value)) return;
  throw outOfRange(
    parameter,
    value,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}
