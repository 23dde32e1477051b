import type { Arguments, MathFunction } from "./arguments.ts";
import { instantsOf, isArray, isNumber, points, type TimeSeries, type Value } from "./time-series.ts";

/**
 * Functions that make less of more: a number of a series, or one series of several. Where a series of an array has no
 * value at an instant, sum and average count it as 0, as the user guide says of them; the others look at the values
 * that are there.
 */
interface Aggregate {
  of(values: readonly number[]): number;
  /** Whether a missing value of an array's series counts as 0. */
  readonly missingIsZero?: boolean;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** Of all there is, not of a sample. */
const deviation = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) * (value - middle))));
};

const extreme = (values: readonly number[], better: (a: number, b: number) => boolean) =>
  values.length === 0 ? Number.NaN : values.reduce((best, value) => (better(value, best) ? value : best));

export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  SUM: { of: sum, missingIsZero: true },
  AVG: { of: mean, missingIsZero: true },
  MIN: { of: (values) => extreme(values, (a, b) => a < b) },
  MAX: { of: (values) => extreme(values, (a, b) => a > b) },
  STDDEV: { of: deviation },
  DATAPOINT_COUNT: { of: (values) => values.length },
};

export const AGGREGATE_FUNCTIONS: Readonly<Record<string, MathFunction>> = Object.fromEntries(
  Object.entries(AGGREGATES).map(([name, aggregate]) => [name, (args: Arguments) => apply(aggregate, args.value(0))]),
);

function apply(aggregate: Aggregate, value: Value): Value {
  if (isNumber(value)) return aggregate.of([value]);
  return isArray(value) ? across(aggregate, value) : aggregate.of([...value.points.values()]);
}

function across({ of, missingIsZero }: Aggregate, all: readonly TimeSeries[]): TimeSeries {
  const values = instantsOf(all).map((instant) => {
    const there = all.map((series) => series.points.get(instant) ?? (missingIsZero ? 0 : undefined));
    return [instant, of(there.filter((value) => value !== undefined))] as const;
  });
  return { label: all[0]?.label ?? "", period: all[0]?.period ?? 60, points: points(values) };
}
