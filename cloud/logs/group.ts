import { streamExists, streamNotFound } from "./errors.ts";
import { EventLog, type LogEvent } from "./event-log.ts";
import type { MetricFilter } from "./metric-filter.ts";
import { LogStream } from "./stream.ts";
import type { SubscriptionFilter } from "./subscription-filter.ts";

/**
 * A log group: streams by name, and all their events in one log as well, so that a search over the group reads one
 * list. Retention takes effect when somebody reads.
 */
export class LogGroup {
  readonly name: string;
  readonly createdAt: number;
  options: GroupOptions;
  tags: Record<string, string>;
  retentionInDays: number | undefined;
  readonly log = new EventLog();
  /** By name, as are the subscription filters. */
  readonly metricFilters = new Map<string, MetricFilter>();
  readonly subscriptions = new Map<string, SubscriptionFilter>();
  readonly #streams = new Map<string, LogStream>();

  constructor(name: string, createdAt: number, tags: Record<string, string> = {}, options: GroupOptions = {}) {
    this.name = name;
    this.createdAt = createdAt;
    this.tags = tags;
    this.options = options;
  }

  create(now: number, name: string): LogStream {
    if (this.#streams.has(name)) throw streamExists();
    const stream = new LogStream(name, now);
    this.#streams.set(name, stream);
    return stream;
  }

  find(name: string): LogStream | undefined {
    return this.#streams.get(name);
  }

  stream(name: string): LogStream {
    const stream = this.#streams.get(name);
    if (!stream) throw streamNotFound();
    return stream;
  }

  streams(): LogStream[] {
    return [...this.#streams.values()];
  }

  remove(name: string): void {
    this.stream(name);
    this.#streams.delete(name);
    this.log.drop(name);
  }

  append(stream: LogStream, event: LogEvent): void {
    stream.append(event);
    this.log.append(event);
  }

  /** Events before this instant are gone. */
  keepsSince(now: number): number {
    return this.retentionInDays === undefined ? 0 : now - this.retentionInDays * DAY;
  }
}

export interface GroupOptions {
  readonly kmsKeyId?: string | undefined;
  readonly logGroupClass?: string | undefined;
}

export const DAY = 86_400_000;
