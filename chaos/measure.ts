import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import type { Aws } from "./aws.ts";
import type { Call } from "./call.ts";
import type { Metric } from "./experiment.ts";

/** Reads metrics of a stretch of the run, which CloudWatch knows by the minute. */

/** Milliseconds since 1970. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

const MINUTE = 60_000;

/** Every minute that a stretch touches: what happened in it is all there, and perhaps something from beside it. */
export function touched({ from, until }: Window): Window {
  return { from: Math.floor(from / MINUTE) * MINUTE, until: Math.ceil(until / MINUTE) * MINUTE };
}

/** The minutes that lie wholly in a stretch: what is there happened in it. None of a short one. */
export function inside({ from, until }: Window): Window | undefined {
  const whole = { from: Math.ceil(from / MINUTE) * MINUTE, until: Math.floor(until / MINUTE) * MINUTE };
  return whole.until > whole.from ? whole : undefined;
}

/** CloudWatch knows no rights on single metrics (Service Authorization Reference). */
export const METRIC_CALL: Call = { operation: "cloudwatch:GetMetricStatistics", resource: "*" };

/** A metric over whole minutes; null if nothing was published. */
export async function reading(metric: Metric, { from, until }: Window, aws: Aws): Promise<number | null> {
  const { Datapoints = [] } = await aws.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(from),
      EndTime: new Date(until),
      Period: 60,
      Statistics: [metric.statistic],
    }),
  );
  if (Datapoints.length === 0) return null;
  return TOTALS[metric.statistic](Datapoints.map((point) => point[metric.statistic] ?? 0));
}

/** The same, where nothing published counts as none. */
export async function total(metric: Metric, window: Window, aws: Aws): Promise<number> {
  return (await reading(metric, window, aws)) ?? 0;
}

type Total = (values: readonly number[]) => number;

const sum: Total = (values) => values.reduce((all, value) => all + value, 0);

/** What the minutes' values make together. */
const TOTALS: Readonly<Record<Metric["statistic"], Total>> = {
  Sum: sum,
  SampleCount: sum,
  Average: (values) => sum(values) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
};
