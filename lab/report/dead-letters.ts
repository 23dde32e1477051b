import { cohortOf, type Facts, type LedgerDocument } from "./facts.ts";

/** A document that waits for a human, and why. */
export interface DeadLetter {
  readonly key: string;
  readonly cohort: string;
  readonly cell: LedgerDocument["cell"];
  readonly at: number;
  /** The queue's name. */
  readonly queue: string;
  readonly reason: string;
  readonly attempts: number | undefined;
}

export interface DeadLetters {
  readonly all: number;
  /** Those that nobody meant come first; the others by time. */
  readonly listed: readonly DeadLetter[];
  /** The most frequent reasons first, with what differs from letter to letter taken out of them. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** Letters whose reason is too rare to be among the reasons. */
  readonly otherReasons: number;
}

const LISTED = 200;
const REASONS = 20;

export function deadLetters({ documents, journal }: Facts): DeadLetters {
  const all = documents.flatMap((document) => letterOf(document, journal));
  all.sort((a, b) => Number(a.cell === "intended") - Number(b.cell === "intended") || a.at - b.at);
  const counts = new Map<string, number>();
  for (const { reason } of all) counts.set(kindOf(reason), (counts.get(kindOf(reason)) ?? 0) + 1);
  const ranked = [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => ({ reason, count }));
  const otherReasons = ranked.slice(REASONS).reduce((sum, { count }) => sum + count, 0);
  return { all: all.length, listed: all.slice(0, LISTED), reasons: ranked.slice(0, REASONS), otherReasons };
}

function letterOf(document: LedgerDocument, journal: Facts["journal"]): DeadLetter[] {
  const { key, cell, deadLetter, attempts } = document;
  if (!deadLetter) return [];
  const { at, queue, reason } = deadLetter;
  return [{ key, cohort: cohortOf(document, journal), cell, at, queue: queue.split("/").at(-1)!, reason, attempts }];
}

/** A reason without request ids, places and numbers, which no two letters share. */
function kindOf(reason: string): string {
  return reason
    .slice(0, 1000)
    .replace(/^RequestId: [0-9a-f-]{36} (Error: )?/, "")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replace(/s3:\/\/\S+/g, "<object>")
    .replace(/\b(line|column|byte|record) \d+/g, "$1 <n>");
}
