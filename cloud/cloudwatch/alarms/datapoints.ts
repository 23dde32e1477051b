import type { MetricStore } from "../metrics/store.ts";
import type { StatQuery } from "../queries/query.ts";
import { Question } from "../queries/question.ts";
import type { Alarm } from "./alarm.ts";
import { type Datapoint, rangeOf } from "./evaluation.ts";

/**
 * The periods of an alarm's evaluation range, newest first, the newest ending at `end`. They slide with the evaluation:
 * an alarm on five minutes that is evaluated at 12:07:30 looks at 12:02 to 12:07 (seen in the reasons of alarms on AWS).
 */
export function datapointsOf(alarm: Alarm, store: MetricStore, end: number): Datapoint[] {
  const length = alarm.period * 1000;
  const count = rangeOf(alarm.threshold);
  const range = { start: end - count * length, end };
  const watched = alarm.queries.find(({ returnData }) => returnData)!;
  const found = watched.stat ? measure(watched.stat, store, range) : compute(alarm, store, range);
  return Array.from({ length: count }, (_, i) => {
    const at = end - (i + 1) * length;
    return { at, ...found.get(at) };
  });
}

type Found = ReadonlyMap<number, Omit<Datapoint, "at">>;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A metric's values, with the number of samples in each. */
function measure({ identity, statistic, period, unit }: StatQuery, store: MetricStore, range: Range): Found {
  const metric = store.find(identity);
  const used = unit ?? metric?.units(range)[0];
  const periods = metric && used !== undefined ? metric.periods(used, range, period * 1000) : [];
  return new Map(periods.map(({ start, bucket }) => [start, { value: statistic(bucket), sampleCount: bucket.count }]));
}

/** An expression's values. */
function compute({ queries }: Alarm, store: MetricStore, range: Range): Found {
  const question = new Question(queries, store, { now: range.end - 1, range: () => range });
  const [series] = question.answer(queries.find(({ returnData }) => returnData)!);
  return new Map([...series!.points].map(([at, value]) => [at, { value }]));
}

/**
 * Whether a percentile rests on too few samples to mean anything: fewer than 10/(1-p), and below the median 10/p (user
 * guide, "Percentile-based CloudWatch alarms and low data samples").
 */
export function isLowSample({ definition, threshold }: Alarm, points: readonly Datapoint[]): boolean {
  const [, percent] = /^p([\d.]+)$/.exec(definition.ExtendedStatistic ?? "") ?? [];
  if (definition.EvaluateLowSampleCountPercentile !== "ignore" || percent === undefined) return false;
  const distance = Math.min(Number(percent), 100 - Number(percent));
  const newest = points.slice(0, threshold.evaluationPeriods);
  const samples = newest.reduce((sum, { sampleCount = 0 }) => sum + sampleCount, 0);
  // In per cent, and with a breath of tolerance: 10/(1-0.9) is a hundred, not a little more.
  return samples < 1000 / distance - 1e-6;
}
