import type { Arguments, MathFunction, Surroundings } from "./arguments.ts";
import { MathError } from "./error.ts";
import { isArray, isNumber, mapped, points, type TimeSeries, type Value } from "./time-series.ts";

/** Functions that change the values of a series, one after the other (user guide, "Functions supported for metric math"). */
export const SHAPE_FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: (args) => pointwise(args, Math.abs),
  CEIL: (args) => pointwise(args, Math.ceil),
  FLOOR: (args) => pointwise(args, Math.floor),
  DIFF: (args) => args.each(0, (series) => stepwise(series, (step) => step.value - step.previous)),
  DIFF_TIME: (args) => args.each(0, (series) => stepwise(series, (step) => step.seconds)),
  RATE: (args) => args.each(0, (series) => stepwise(series, (step) => (step.value - step.previous) / step.seconds)),
  RUNNING_SUM: (args) => args.each(0, runningSum),
  FILL: (args, surroundings) => args.each(0, (series) => fill(series, args, surroundings)),
  TIME_SERIES: (args, { instants, period }) => constant(args.number(0), instants(period), period),
  PERIOD: (args) => args.series(0).period,
};

function pointwise(args: Arguments, change: (value: number) => number): Value {
  const value = args.value(0);
  return isNumber(value) ? change(value) : args.each(0, (series) => mapped(series, change));
}

interface Step {
  readonly value: number;
  readonly previous: number;
  /** Since the previous value. */
  readonly seconds: number;
}

/** Each value but the first, with the one before it. */
function stepwise(series: TimeSeries, change: (step: Step) => number): TimeSeries {
  const all = [...series.points];
  const changed = all.slice(1).map(([instant, value], i) => {
    const [before, previous] = all[i]!;
    return [instant, change({ value, previous, seconds: (instant - before) / 1000 })] as const;
  });
  return { ...series, points: points(changed) };
}

function runningSum(series: TimeSeries): TimeSeries {
  let sum = 0;
  return mapped(series, (value) => {
    sum += value;
    return sum;
  });
}

function constant(value: number, instants: readonly number[], period: number): TimeSeries {
  return { label: "", period, points: points(instants.map((instant) => [instant, value])) };
}

type Point = readonly [instant: number, value: number];

/** The value for an instant that has none, between its neighbours. */
type Filler = (instant: number, left: Point | undefined, right: Point | undefined) => number | undefined;

/** `FILL(m1, 0)`, `FILL(m1, m2)`, `FILL(m1, REPEAT)`, `FILL(m1, LINEAR)`. */
function fill(series: TimeSeries, args: Arguments, { instants }: Surroundings): TimeSeries {
  const filler = fillerOf(args);
  const known = [...series.points];
  const all = [...new Set([...instants(series.period), ...series.points.keys()])].sort((a, b) => a - b);
  let next = 0;
  const filled = all.map((instant) => {
    while (next < known.length && known[next]![0] <= instant) next++;
    return [instant, series.points.get(instant) ?? filler(instant, known[next - 1], known[next])] as const;
  });
  return { ...series, points: points(filled) };
}

function fillerOf(args: Arguments): Filler {
  const keyword = args.keyword(1);
  if (keyword === "REPEAT") return (_instant, left) => left?.[1];
  if (keyword === "LINEAR") return between;
  if (keyword !== undefined) throw new MathError(`Function 'FILL' has no mode '${keyword}'`);
  const value = args.value(1);
  if (isArray(value)) throw new MathError("Argument 2 of function 'FILL' must be a number or a time series");
  return isNumber(value) ? () => value : (instant) => value.points.get(instant);
}

const between: Filler = (instant, left, right) =>
  left && right && left[1] + ((right[1] - left[1]) * (instant - left[0])) / (right[0] - left[0]);
