import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import { type Line, type Rejected, sift } from "./batch.ts";
import { groupExists, groupNotFound } from "./errors.ts";
import type { LogEvent } from "./event-log.ts";
import type { LogsFact } from "./facts.ts";
import { type GroupOptions, LogGroup } from "./group.ts";
import { metricsOf } from "./metrics.ts";
import { checkGroupName, checkStreamName, groupArnOf } from "./names.ts";
import type { LogsPorts } from "./ports.ts";
import type { LogStream } from "./stream.ts";

/**
 * CloudWatch Logs: groups by name. Lambda writes through `append`, everyone else through PutLogEvents and its rules.
 *
 *     lines -> stream, group -> metric filters -> metrics
 *                            `-> subscription filters -> functions
 *
 * Of the metrics that AWS makes of log traffic (AWS/Logs) only `IncomingLogEvents` is served.
 */
export class LogsService {
  readonly place: Place;
  readonly #clock: Clock;
  readonly #feed: Feed<LogsFact>;
  readonly #ports: LogsPorts;
  readonly #groups = new Map<string, LogGroup>();
  #sequence = 0;

  constructor(wiring: { clock: Clock; feed: Feed<LogsFact>; place: Place; ports: LogsPorts }) {
    this.place = wiring.place;
    this.#clock = wiring.clock;
    this.#feed = wiring.feed;
    this.#ports = wiring.ports;
  }

  now(): number {
    return this.#clock.now();
  }

  /** Whether a group's events may be handed to a function. */
  mayInvoke(functionArn: string, group: LogGroup): boolean {
    return this.#ports.mayInvoke(functionArn, this.#sourceArnOf(group));
  }

  create(name: string, tags: Record<string, string> = {}, options: GroupOptions = {}): LogGroup {
    checkGroupName(name);
    if (this.#groups.has(name)) throw groupExists();
    const group = new LogGroup(name, this.#clock.now(), tags, options);
    this.#groups.set(name, group);
    this.#feed.record({ kind: "LogGroupCreated", group: name });
    return group;
  }

  find(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** The group as it is now: what its retention has forgotten is gone. */
  group(name: string): LogGroup {
    const group = this.#groups.get(name);
    if (!group) throw groupNotFound();
    group.log.expire(group.keepsSince(this.#clock.now()));
    return group;
  }

  stream(group: string, name: string): LogStream {
    const owner = this.group(group);
    const stream = owner.stream(name);
    stream.log.expire(owner.keepsSince(this.#clock.now()));
    return stream;
  }

  /** In ASCII order. */
  groups(): LogGroup[] {
    return [...this.#groups.keys()].sort().map((name) => this.group(name));
  }

  remove(name: string): void {
    this.group(name);
    this.#groups.delete(name);
    this.#feed.record({ kind: "LogGroupDeleted", group: name });
  }

  createStream(group: string, name: string): void {
    checkStreamName(name);
    this.group(group).create(this.#clock.now(), name);
  }

  /**
   * Writes lines for a service that has been found to be allowed to; makes group and stream if they are missing. Costs
   * the same for each line, however long the log is.
   */
  append(group: string, stream: string, lines: readonly Line[]): void {
    const owner = this.#groups.get(group) ?? this.create(group);
    this.#write(owner, owner.find(stream) ?? owner.create(this.#clock.now(), stream), lines);
  }

  /** Writes lines by PutLogEvents' rules, and says which were rejected. */
  put(group: string, stream: string, lines: readonly Line[]): Rejected | undefined {
    const owner = this.group(group);
    const target = owner.stream(stream);
    const now = this.#clock.now();
    const { accepted, rejected } = sift(now, lines, owner.keepsSince(now));
    this.#write(owner, target, accepted);
    return rejected;
  }

  #write(group: LogGroup, stream: LogStream, lines: readonly Line[]): void {
    const ingestedAt = this.#clock.now();
    const events = lines.map(({ timestamp, message }) => {
      return { timestamp, message, ingestedAt, sequence: this.#sequence++, stream: stream.name };
    });
    for (const event of events) group.append(stream, event);
    this.#ports.publish(metricsOf(group.name, events.length));
    if (group.metricFilters.size + group.subscriptions.size > 0) this.#filter(group, stream, events);
  }

  #filter(group: LogGroup, stream: LogStream, events: readonly LogEvent[]): void {
    for (const filter of group.metricFilters.values()) {
      const data = filter.read(events);
      if (data.length > 0) this.#ports.publish(data);
    }
    const origin = { owner: this.place.accountId, group: group.name, stream: stream.name };
    for (const filter of group.subscriptions.values()) {
      const event = filter.eventOf(events, origin);
      if (event !== undefined) this.#ports.invoke(filter.functionArn, this.#sourceArnOf(group), event);
    }
  }

  #sourceArnOf({ name }: LogGroup): string {
    return `${groupArnOf(name, this.place)}:*`;
  }
}
