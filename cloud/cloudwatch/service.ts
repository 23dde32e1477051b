import type { Tag } from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Random } from "../kernel/random.ts";
import { ScaledClock } from "../kernel/scaled-clock.ts";
import { AlarmBook } from "./alarms/book.ts";
import { DashboardShelf } from "./dashboards/shelf.ts";
import type { CloudWatchFact } from "./facts.ts";
import type { Identity, Sample } from "./metrics/metric.ts";
import { parseStatistic } from "./metrics/statistic.ts";
import { MetricStore } from "./metrics/store.ts";
import type { AlarmActions } from "./ports.ts";

/** What alarms of a faster time look back on: its last 1440 minutes with data, 72 of real time at a scale of 0.05. */
const WATCHED = { minutes: 1440, seconds: 10_800 };

/**
 * CloudWatch: what was measured, who rings when it looks wrong, and the page to look at.
 *
 *     services -- put --> metrics <-- evaluation -- alarms -- act --> topics, functions
 *     clients  -- PutMetricData --^   `-- GetMetricData, statistics --> clients, verdicts
 *
 * On a scaled cloud alarms live in a faster time. What is measured is then kept twice: at its own instant for whoever
 * asks, and at the instant of the faster time for the alarms, whose minutes it fills as a minute's data do on AWS.
 */
export class CloudWatchService {
  readonly place: Place;
  readonly metrics = new MetricStore();
  readonly alarms: AlarmBook;
  readonly dashboards: DashboardShelf;
  readonly #clock: Clock;
  readonly #alarmClock: ScaledClock;
  /** What alarms look at: the metrics themselves, unless alarms have a faster time. */
  readonly #watched: MetricStore;
  readonly #listeners: MetricTaker[] = [];

  constructor(wiring: Wiring) {
    const { clock, random, feed, place, actions } = wiring;
    this.place = place;
    this.#clock = clock;
    this.#alarmClock = wiring.alarmClock ?? new ScaledClock(clock, 1);
    this.#watched = this.#alarmClock.scale === 1 ? this.metrics : new MetricStore(WATCHED);
    this.dashboards = new DashboardShelf({ clock, feed, place });
    this.alarms = new AlarmBook({
      clock: this.#alarmClock,
      random: random.fork("cloudwatch"),
      feed,
      place,
      actions,
      metrics: this.#watched,
    });
  }

  now(): number {
    return this.#clock.now();
  }

  /** Takes what the services measured. A datum without an instant counts now. */
  put(data: readonly Datum[]): void {
    const now = this.now();
    this.metrics.put(now, data);
    for (const listener of this.#listeners) listener.put(now, data);
    if (this.#watched === this.metrics) return;
    const hastened = data.map((datum) => ({ ...datum, at: this.#alarmClock.scaled(datum.at ?? now) }));
    this.#watched.put(now, hastened);
  }

  /** Takes what a client measured. */
  add(identity: Identity, sample: Sample): void {
    this.metrics.add(this.now(), identity, sample);
    for (const listener of this.#listeners) listener.add(this.now(), identity, sample);
    if (this.#watched === this.metrics) return;
    this.#watched.add(this.now(), identity, { ...sample, at: this.#alarmClock.scaled(sample.at) });
  }

  /** Tells somebody else of everything that is measured from now on, as it comes in. */
  overhear(listener: MetricTaker): void {
    this.#listeners.push(listener);
  }

  /**
   * One statistic of one metric, period by period, for those in the house: no wire, no permission, no rounding. Periods
   * without data are not there; without a unit the first one is taken that has data (CloudWatch's own order).
   */
  statistics(query: StatisticsQuery): Measurement[] {
    const { namespace, name, dimensions = {}, start, end, period } = query;
    const statistic = parseStatistic(query.statistic);
    if (!statistic) throw new RangeError(`CloudWatch has no statistic ${query.statistic}`);
    const metric = this.metrics.find({ namespace, name, dimensions: Object.entries(dimensions) });
    const unit = query.unit ?? metric?.units({ start, end })[0];
    if (!metric || unit === undefined) return [];
    return metric.periods(unit, { start, end }, period).flatMap(({ start: at, bucket }) => {
      const value = statistic(bucket);
      return value === undefined ? [] : [{ at, value }];
    });
  }

  /** The tags of what an ARN names, to read or to replace. */
  tagged(arn: string): Tagged | undefined {
    return this.alarms.find(arn) ?? this.dashboards.find(arn);
  }

  /** Ends the evaluation of alarms: a wall clock would keep the process alive. */
  stop(): void {
    this.alarms.stop();
  }
}

/** Takes what was measured, with the instant at which it was told. */
export type MetricTaker = Pick<MetricStore, "put" | "add">;

export interface Wiring {
  readonly clock: Clock;
  /** In whose time the periods of alarms pass; `clock`'s own if nothing is said. */
  readonly alarmClock?: ScaledClock;
  readonly random: Random;
  readonly feed: Feed<CloudWatchFact>;
  readonly place: Place;
  readonly actions: AlarmActions;
}

/** Something with tags. */
export interface Tagged {
  tags: ReadonlyMap<NonNullable<Tag["Key"]>, NonNullable<Tag["Value"]>>;
}

/** Instants in milliseconds since 1970, the period in milliseconds; periods are counted from `start`. */
export interface StatisticsQuery {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  /** `Sum`, `p99`, `TM(10%:90%)`: whatever GetMetricData takes. */
  readonly statistic: string;
  readonly period: number;
  readonly start: number;
  /** Not included. */
  readonly end: number;
  readonly unit?: string;
}

/** The value of the period that begins at an instant. */
export interface Measurement {
  readonly at: number;
  readonly value: number;
}
