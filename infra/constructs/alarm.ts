/**
 * One CloudWatch alarm: a figure a minute, a threshold it should not exceed, and how many minutes of excess are too many.
 *
 * The figure is a metric, or an expression over several. Silence is calm: the services publish nothing where nothing happened, so a
 * missing minute is not a breaching one. Nobody is paged by the stack itself; whom to call is not the pipeline's to know.
 */
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import type { Construct } from "constructs";
import type { Metric } from "./metrics.ts";

const PERIOD_SECONDS = 60;

export interface Expression {
  /** Expressions by id, each of which may name metrics and earlier expressions; the alarm watches the last. */
  readonly expressions: Readonly<Record<string, string>>;
  /** Metrics by id. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

export interface AlarmProps {
  readonly name: string;
  /** What is wrong, and where to look first. */
  readonly description: string;
  readonly watch: Metric | Expression;
  /** The figure may be as high as this. */
  readonly atMost: number;
  /** `[2, 3]`: two excessive minutes among the last three. */
  readonly minutes?: readonly [number, number];
}

export function alarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  const [datapointsToAlarm, evaluationPeriods] = props.minutes ?? [1, 1];
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: props.description,
    comparisonOperator: "GreaterThanThreshold",
    threshold: props.atMost,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData: "notBreaching",
    ...("expressions" in props.watch ? { metricQuery: queries(props.watch) } : single(props.watch)),
  });
}

function single({ namespace, name, dimensions, stat }: Metric) {
  return { namespace, metricName: name, dimensions, statistic: stat, period: PERIOD_SECONDS };
}

function queries({ expressions, metrics }: Expression): CloudwatchMetricAlarmMetricQuery[] {
  const watched = Object.keys(expressions).at(-1);
  return [
    ...Object.entries(expressions).map(([id, expression]) => ({
      id,
      expression,
      label: id,
      returnData: id === watched,
    })),
    ...Object.entries(metrics).map(([id, metric]) => ({ id, returnData: false, metric: measured(metric) })),
  ];
}

function measured({ namespace, name, dimensions, stat }: Metric) {
  return { namespace, metricName: name, dimensions, stat, period: PERIOD_SECONDS };
}
