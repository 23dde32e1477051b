import type { CloudFact } from "../cloud/cloud.ts";
import type { Recorded } from "../cloud/kernel/feed.ts";

/** A message that somebody took out of a queue, or without one, all of them at once. */
export interface Deletion {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly messageId?: string;
  /** ARN of who asked for it. */
  readonly by: string;
}

/** Who took what out of a queue since then; which nothing that AWS offers would tell. */
export function deletionsIn(facts: readonly Recorded<CloudFact>[], queue: string, since: number): Deletion[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== "MessageDeleted" && fact.kind !== "QueuePurged") return [];
    if (fact.queue !== queue || fact.at < since) return [];
    const { at, by } = fact;
    return [fact.kind === "MessageDeleted" ? { at, by, messageId: fact.messageId } : { at, by }];
  });
}
