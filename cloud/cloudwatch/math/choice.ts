import { AGGREGATES } from "./aggregate.ts";
import type { Arguments, MathFunction, Surroundings } from "./arguments.ts";
import { MathError } from "./error.ts";
import { instantsOf, isArray, isNumber, points, type TimeSeries, type Value } from "./time-series.ts";

/** Functions that choose: among a request's metrics, among the series of an array, among values by a condition. */
export const CHOICE_FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  METRICS: metrics,
  SEARCH: (args, surroundings) => search(args, surroundings),
  FIRST: (args) => end(args.array(0), 0),
  LAST: (args) => end(args.array(0), -1),
  SLICE: (args) => args.array(0).slice(args.number(1), args.count > 2 ? args.number(2) : undefined),
  SORT: sort,
  REMOVE_EMPTY: (args) => args.array(0).filter((series) => series.points.size > 0),
  METRIC_COUNT: (args) => args.array(0).length,
  IF: (args, surroundings) => choose(args, surroundings),
};

/** `METRICS("errors")`: those whose id contains the text. */
function metrics(args: Arguments, { metrics }: Surroundings): TimeSeries[] {
  const part = args.text(0) ?? "";
  return metrics.filter(({ id }) => id.includes(part)).map(({ series }) => series);
}

function search(args: Arguments, { search, period }: Surroundings): readonly TimeSeries[] {
  const [terms, statistic] = [args.text(0), args.text(1)];
  if (terms === undefined || statistic === undefined) {
    throw new MathError("Function 'SEARCH' needs search terms and a statistic");
  }
  return search(terms, statistic, args.count > 2 ? args.number(2) : period);
}

function end(all: readonly TimeSeries[], index: number): TimeSeries {
  return all.at(index) ?? { label: "", period: 60, points: new Map() };
}

/** `SORT(METRICS(), AVG, DESC, 10)`. Equal series keep their order; one without values ranks lowest. */
function sort(args: Arguments): TimeSeries[] {
  const aggregate = AGGREGATES[args.keyword(1) ?? ""];
  const order = args.keyword(2);
  if (!aggregate || (order !== "ASC" && order !== "DESC")) {
    throw new MathError("Function 'SORT' needs one of AVG, MIN, MAX and SUM, and ASC or DESC");
  }
  const direction = order === "ASC" ? 1 : -1;
  const rankOf = ({ points }: TimeSeries) =>
    points.size === 0 ? Number.NEGATIVE_INFINITY : aggregate.of([...points.values()]);
  const ranked = args.array(0).map((series) => ({ series, rank: rankOf(series) }));
  ranked.sort((a, b) => direction * (a.rank - b.rank) || 0);
  const limit = args.count > 3 ? args.number(3) : undefined;
  return ranked.map(({ series }) => series).slice(0, limit);
}

/**
 * `IF(condition, whenTrue, whenFalse)`, instant by instant where the condition is a series. The table of the user guide:
 * a true condition without a value gives 0, a false one without a value gives nothing, no condition gives nothing.
 */
function choose(args: Arguments, surroundings: Surroundings): Value {
  const condition = args.value(0);
  const whenTrue = single(args.value(1));
  const whenFalse = args.count > 2 ? single(args.value(2)) : undefined;
  if (isArray(condition)) throw new MathError("Argument 1 of function 'IF' must be a number or a time series");
  if (isNumber(condition)) return condition === 0 ? (whenFalse ?? nothing(surroundings)) : whenTrue;
  const values = instantsOf([condition]).map((instant) => {
    const truth = condition.points.get(instant) !== 0;
    return [instant, truth ? (valueAt(whenTrue, instant) ?? 0) : valueAt(whenFalse, instant)] as const;
  });
  return { ...condition, points: points(values) };
}

function single(value: Value): number | TimeSeries {
  if (isArray(value)) throw new MathError("Function 'IF' chooses between numbers and single time series");
  return value;
}

function valueAt(value: number | TimeSeries | undefined, instant: number): number | undefined {
  return value === undefined || isNumber(value) ? value : value.points.get(instant);
}

function nothing({ period }: Surroundings): TimeSeries {
  return { label: "", period, points: new Map() };
}
