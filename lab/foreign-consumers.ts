import type { CloudFact } from "../cloud/cloud.ts";
import type { Recorded } from "../cloud/kernel/feed.ts";

/**
 * Whoever else took messages out of a queue, by ARN: deletions and purges that our own subscriber did not ask for. A
 * document whose notification they took looks lost, and is not.
 */
export function foreignConsumers(facts: readonly Recorded<CloudFact>[], queue: string, ours: string): string[] {
  const others = new Set<string>();
  for (const fact of facts) {
    if (fact.kind !== "MessageDeleted" && fact.kind !== "QueuePurged") continue;
    if (fact.queue === queue && fact.by !== ours) others.add(fact.by);
  }
  return [...others];
}
