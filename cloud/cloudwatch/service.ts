import type { Tag } from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Datum } from "../kernel/metric.ts";
import type { Random } from "../kernel/random.ts";
import { AlarmBook } from "./alarms/book.ts";
import { DashboardShelf } from "./dashboards/shelf.ts";
import type { CloudWatchFact } from "./facts.ts";
import { parseStatistic } from "./metrics/statistic.ts";
import { MetricStore } from "./metrics/store.ts";
import type { AlarmActions } from "./ports.ts";

/**
 * CloudWatch: what was measured, who rings when it looks wrong, and the page to look at.
 *
 *     services -- put --> metrics <-- evaluation -- alarms -- act --> topics, functions
 *     clients  -- PutMetricData --^   `-- GetMetricData, statistics --> clients, verdicts
 */
export class CloudWatchService {
  readonly place: Place;
  readonly metrics = new MetricStore();
  readonly alarms: AlarmBook;
  readonly dashboards: DashboardShelf;
  readonly #clock: Clock;

  constructor(wiring: Wiring) {
    const { clock, random, feed, place, actions } = wiring;
    this.place = place;
    this.#clock = clock;
    this.dashboards = new DashboardShelf({ clock, feed, place });
    this.alarms = new AlarmBook({
      clock,
      random: random.fork("cloudwatch"),
      feed,
      place,
      actions,
      metrics: this.metrics,
    });
  }

  now(): number {
    return this.#clock.now();
  }

  /** Takes what the services measured. A datum without an instant counts now. */
  put(data: readonly Datum[]): void {
    this.metrics.put(this.#clock.now(), data);
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

export interface Wiring {
  readonly clock: Clock;
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
