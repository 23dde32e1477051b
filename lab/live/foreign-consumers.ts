import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { Deletion } from "../deletions.ts";
import { wallClock } from "../wall-clock.ts";
import type { LiveClients } from "./clients.ts";
import { MINUTE } from "./world.ts";

/** The messages that subscribers of ours took, as the lines of their ledgers tell. */
export class OwnMessages {
  readonly #takenAt = new Map<string, number>();

  read(lines: Iterable<string>): void {
    for (const line of lines) {
      if (!TOOK_A_MESSAGE.test(line)) continue;
      const { messageId, at } = JSON.parse(line) as { messageId?: string; at: number };
      if (messageId !== undefined) this.#takenAt.set(messageId, at);
    }
  }

  has(messageId: string): boolean {
    return this.#takenAt.has(messageId);
  }

  /** How many were taken since then. */
  since(at: number): number {
    return [...this.#takenAt.values()].filter((takenAt) => takenAt >= at).length;
  }
}

const TOOK_A_MESSAGE = /^\{"kind":"(delivered|unreadable|set-aside)"/;

export interface Watch {
  readonly clients: LiveClients;
  /** Name of the queue that only our subscribers should read. */
  readonly queue: string;
  /** When the run began. Milliseconds since 1970. */
  readonly since: number;
  readonly own: OwnMessages;
  /** Where an embedded cloud may answer. */
  readonly endpoint?: string | undefined;
  /** The wall clock, unless the cloud lives in a time of its own. */
  readonly clock?: { now(): number };
}

/**
 * Whoever else took messages out of a queue while a run went on, in words. A document whose notification they took looks
 * lost, and is not. An embedded cloud knows who it was; AWS knows only how many there were.
 *
 * @param catchUp reads what our subscribers have written by now, where they are other programs
 */
export async function foreignConsumers(watch: Watch, catchUp: () => void = () => {}): Promise<string[]> {
  const deletions = watch.endpoint && (await deletionsAt(watch.endpoint, watch.queue, watch.since));
  // A subscriber writes before it deletes, so whatever it has deleted can be read by now.
  catchUp();
  return deletions ? strangersAmong(deletions, watch.own) : await surplus(watch);
}

/** Undefined where nobody knows. */
async function deletionsAt(endpoint: string, queue: string, since: number): Promise<readonly Deletion[] | undefined> {
  const asked = new URL(`/_lab/deletions?${new URLSearchParams({ queue, since: String(since) })}`, endpoint);
  const response = await fetch(asked);
  return response.ok ? ((await response.json()) as Deletion[]) : undefined;
}

function strangersAmong(deletions: readonly Deletion[], own: OwnMessages): string[] {
  const counts = new Map<string, number>();
  for (const { messageId, by } of deletions) {
    if (messageId !== undefined && own.has(messageId)) continue;
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  return [...counts].map(([by, count]) => `whoever works there as ${by} (${count} deletions)`);
}

/** A message may be taken in one minute and deleted in the next. */
const LAG = 5000;

/**
 * More deletions than our subscribers took messages, over the whole minutes since the run began. The first part of a
 * minute is left out, so that what somebody did before the run is not held against it.
 */
async function surplus({ clients, queue, since, own, clock = wallClock }: Watch): Promise<string[]> {
  const from = Math.ceil(since / MINUTE) * MINUTE;
  const until = Math.floor(clock.now() / MINUTE) * MINUTE;
  if (from >= until) return [];
  const { Datapoints = [] } = await clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/SQS",
      MetricName: "NumberOfMessagesDeleted",
      Dimensions: [{ Name: "QueueName", Value: queue }],
      StartTime: new Date(from),
      EndTime: new Date(until),
      Period: 60,
      Statistics: ["Sum"],
    }),
  );
  const deleted = Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
  const extra = deleted - own.since(from - LAG);
  return extra > 0 ? [`whoever else reads ${queue} (${extra} deletions; AWS does not tell whose)`] : [];
}
