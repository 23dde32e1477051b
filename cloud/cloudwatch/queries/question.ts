import type { Place } from "../../kernel/house.ts";
import { MathError } from "../math/error.ts";
import { evaluate, type Scope } from "../math/evaluate.ts";
import { parseSearch } from "../math/search.ts";
import { isArray, isNumber, points, type TimeSeries, type Value } from "../math/time-series.ts";
import type { Metric } from "../metrics/metric.ts";
import type { TimeRange } from "../metrics/series.ts";
import { parseStatistic, type Statistic } from "../metrics/statistic.ts";
import type { MetricStore } from "../metrics/store.ts";
import { filled, isDynamic } from "./dynamic-labels.ts";
import { labelsOf, searchLabels } from "./labels.ts";
import { inExpression, type Query, type StatQuery } from "./query.ts";
import { isRetained } from "./retention.ts";

/** When a question is asked, and of which stretch of time. */
export interface Frame {
  readonly now: number;
  /** The range for a period (milliseconds): GetMetricData rounds its start by it, an alarm does not. */
  range(period: number): TimeRange;
  /** For labels that tell of it. */
  readonly place?: Place;
}

/** CloudWatch returns no more series than this for one search (user guide, quotas of search expressions). */
const SEARCH_LIMIT = 500;

/**
 * Several queries asked of the metrics at once. Each is answered when it is first needed, so that they may stand in any
 * order and name each other:
 *
 *     m1: Sum of Errors    m2: Sum of Invocations    e1: 100 * m1 / m2    e2: IF(e1 > 10, 1, 0)
 */
export class Question {
  readonly #queries: ReadonlyMap<string, Query>;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #store: MetricStore;
  readonly #frame: Frame;
  readonly #answers = new Map<string, Value>();
  readonly #asking = new Set<string>();

  constructor(queries: readonly Query[], store: MetricStore, frame: Frame) {
    this.#queries = new Map(queries.map((query) => [query.id, query]));
    this.#labels = labelsOf(queries);
    this.#store = store;
    this.#frame = frame;
  }

  /** The series that a query results in: one, or those of an array. A bare number is no result. */
  answer(query: Query): readonly TimeSeries[] {
    return inExpression(query.id, () => {
      const value = this.#valueOf(query.id);
      const label = this.#labels.get(query.id)!;
      if (isNumber(value)) throw new MathError("The final result must be a time series or an array of time series");
      if (isDynamic(query.label)) return this.#labelled(query, isArray(value) ? value : [value]);
      if (!isArray(value)) return [{ ...value, label }];
      return value.map((series) => ({
        ...series,
        label: query.label === undefined ? series.label : `${label} ${series.label}`,
      }));
    });
  }

  /** Each series with what its dynamic label says of it. */
  #labelled({ id, label, stat }: Query, all: readonly TimeSeries[]): TimeSeries[] {
    const { place } = this.#frame;
    const own = stat?.identity.name;
    return all.map((series) => ({
      ...series,
      label: filled(label!, { label: own ?? (all.length > 1 ? series.label : id), series, stat, place }),
    }));
  }

  /** Whether a query results in one series, and not in an array of them. */
  isSingle(query: Query): boolean {
    this.answer(query);
    return !isArray(this.#answers.get(query.id)!);
  }

  /** Finds mistakes in an expression whose value may be a bare number, because others use it. */
  check(query: Query): void {
    inExpression(query.id, () => this.#valueOf(query.id));
  }

  /** The units a metric has data in, where the query leaves it open and there are several. */
  unitsOf({ stat }: Query): readonly string[] {
    if (!stat || stat.unit !== undefined) return [];
    const units = this.#store.find(stat.identity)?.units(this.#frame.range(stat.period * 1000)) ?? [];
    return units.length > 1 ? units : [];
  }

  #valueOf(id: string): Value {
    const known = this.#answers.get(id);
    if (known !== undefined) return known;
    const query = this.#queries.get(id);
    if (!query) throw new MathError(`Variable '${id}' not found`);
    if (this.#asking.has(id)) throw new MathError(`Variable '${id}' depends on itself`);
    this.#asking.add(id);
    const value = query.stat ? this.#measure(query.id, query.stat) : evaluate(query.tree!, this.#scope(query));
    this.#asking.delete(id);
    this.#answers.set(id, value);
    return value;
  }

  #measure(id: string, stat: StatQuery): TimeSeries {
    return this.#seriesOf(this.#store.find(stat.identity), stat, this.#labels.get(id)!);
  }

  #seriesOf(metric: Metric | undefined, stat: Wanted, label: string): TimeSeries {
    const length = stat.period * 1000;
    const range = this.#frame.range(length);
    const unit = stat.unit ?? metric?.units(range)[0];
    const kept = metric && unit !== undefined && isRetained(length, range.start, this.#frame.now);
    const periods = kept ? metric.periods(unit, range, length) : [];
    return {
      label,
      period: stat.period,
      points: points(periods.map(({ start, bucket }) => [start, stat.statistic(bucket)])),
    };
  }

  #scope(query: Query): Scope {
    const metrics = [...this.#queries.values()].filter(({ stat }) => stat);
    const periods = metrics.map(({ stat }) => stat!.period);
    const measured = (id: string) => this.#valueOf(id) as TimeSeries;
    return {
      valueOf: (id) => this.#valueOf(id),
      instants: (period) => this.#instants(period * 1000),
      period: query.period ?? (periods.length > 0 ? Math.min(...periods) : 60),
      get metrics() {
        return metrics.map(({ id }) => ({ id, series: measured(id) }));
      },
      search: (terms, statistic, period) => this.#search(terms, statistic, period),
    };
  }

  /** Periods that have not begun yet have no place in any series. */
  #instants(period: number): number[] {
    const { start, end } = this.#frame.range(period);
    const instants: number[] = [];
    for (let at = start; at < end && at <= this.#frame.now; at += period) instants.push(at);
    return instants;
  }

  #search(terms: string, name: string, period: number): TimeSeries[] {
    const statistic = parseStatistic(name);
    if (!statistic) throw new MathError(`Unknown statistic '${name}'`);
    const found = this.#store.all().filter(parseSearch(terms)).slice(0, SEARCH_LIMIT);
    const labels = searchLabels(found);
    return found.map((metric, i) => this.#seriesOf(metric, { statistic, period, unit: undefined }, labels[i]!));
  }
}

interface Wanted {
  readonly statistic: Statistic;
  readonly period: number;
  readonly unit: string | undefined;
}
