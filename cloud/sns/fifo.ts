import { createHash } from "node:crypto";
import { Recent } from "../kernel/recent.ts";
import { invalidParameter } from "./errors.ts";
import type { Draft, Message } from "./message.ts";
import type { Topic } from "./topic.ts";

/**
 * What a FIFO topic remembers of its messages: their sequence, and for five minutes their deduplication ids. A message
 * that comes again is answered like the first, and told to nobody.
 */
export class FifoMemory {
  readonly #seen = new Recent<Message>(300_000);
  #count = 0n;

  find(now: number, key: string): Message | undefined {
    return this.#seen.find(now, key);
  }

  keep(now: number, key: string, message: Message): void {
    this.#seen.keep(now, key, message);
  }

  /** Twenty digits, in AWS's steps. */
  nextSequenceNumber(): string {
    this.#count++;
    return String(10_000_000_000_000_000_000n + 1000n * this.#count);
  }
}

/** Refuses a message whose parameters belong to the other kind of topic, or are missing. */
export function checkIdentity({ groupId, deduplicationId }: Draft, { fifo, attributes }: Topic): void {
  if (!fifo) {
    if (deduplicationId !== undefined) throw invalidParameter(WRONG_TYPE);
    return;
  }
  if (groupId === undefined) throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  if (deduplicationId === undefined && attributes.ContentBasedDeduplication !== "true") throw invalidParameter(NO_ID);
}

/** The id it was given, or else the SHA-256 of its text. */
export function deduplicationIdOf({ text, deduplicationId }: Draft): string {
  return deduplicationId ?? createHash("sha256").update(text, "utf8").digest("hex");
}

/** Groups are told apart only when the topic was told to. */
export function keyOf(draft: Draft, { attributes }: Topic): string {
  const id = deduplicationIdOf(draft);
  return attributes.FifoThroughputScope === "MessageGroup" ? `${draft.groupId}\n${id}` : id;
}

const WRONG_TYPE =
  "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type";
const NO_ID =
  "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";
