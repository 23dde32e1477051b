/**
 * What the ledger is told, one line of NDJSON each. A driver appends them as they happen; reading them back gives the
 * same ledger, so a killed driver forgets nothing it had seen. Times are milliseconds since 1970.
 */
import type { Load } from "../load.ts";

/** `key` is the document's, either at `input/` or at `output/`. */
export type LedgerEvent =
  | { kind: "cohort"; run: string; seed: number | string; load: Load }
  /** S3 answered. From here on the document counts. */
  | { kind: "accepted"; key: string; at: number }
  /** No answer, or a 5xx: S3 may have it or not. `at` is when the request was sent. */
  | { kind: "uncertain"; key: string; at: number; error: string }
  /** S3 said no. */
  | { kind: "refused"; key: string; at: number; error: string }
  | { kind: "delivered"; key: string; at: number; size: number; eTag: string; messageId?: string }
  /** The subscriber did its work for it. More than once is a duplicate effect. */
  | { kind: "worked"; key: string; at: number }
  /** How many times the function was run for it, by whoever can count that. */
  | { kind: "attempts"; key: string; attempts: number }
  /** The object at `output/` was fetched and compared, because its notification was unlike the expected bytes. */
  | { kind: "compared"; key: string; corrupt: boolean }
  /** Dead letters are read as a whole: what earlier readings had found is forgotten. */
  | { kind: "swept"; at: number }
  | ({ kind: "dead-lettered" } & DeadLettered)
  /** A message that tells of no document. */
  | { kind: "unreadable"; at: number; messageId: string }
  /** A message that is none of the pipeline's and all right: what S3 sends to try a notification out. */
  | { kind: "set-aside"; at: number; messageId: string }
  /** A document as an earlier ledger left it. */
  | ({ kind: "document"; key: string } & Fate);

export interface DeadLettered {
  key: string;
  at: number;
  /** Name or URL of the queue it waits in. */
  queue: string;
  /** The error message of the last attempt, or why there was none. */
  reason: string;
  attempts?: number;
}

/** The CSV as a notification described it. */
export interface Version {
  size: number;
  eTag: string;
}

/** All that is known of one document. */
export interface Fate {
  acceptedAt?: number;
  uncertainAt?: number;
  refused?: string;
  firstDeliveryAt?: number;
  lastDeliveryAt?: number;
  deliveries: number;
  effects: number;
  /** Distinct ones, in order of arrival. More than one means that the object was rewritten with other bytes. */
  versions: Version[];
  corrupt?: boolean;
  deadLetter?: Omit<DeadLettered, "key" | "attempts">;
  /** More than one when it waits in several queues, or twice in one. */
  deadLetters: number;
  attempts?: number;
}
