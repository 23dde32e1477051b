import type { ComparisonOperator, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { type Query, readQueries } from "../queries/query.ts";
import type { MissingData } from "./evaluation.ts";
import type { Threshold } from "./reason.ts";

/** PutMetricAlarm's input without the tags, as it was sent, with what AWS adds to it. */
export type Definition = Omit<PutMetricAlarmInput, "Tags"> & {
  readonly AlarmName: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: string[];
  readonly AlarmActions: string[];
  readonly InsufficientDataActions: string[];
};

export function definitionOf({ Tags: _tags, ...input }: PutMetricAlarmInput): Definition {
  return {
    ...input,
    AlarmName: input.AlarmName!,
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    Dimensions: input.Dimensions ?? [],
  };
}

const COMPARISONS: Partial<Record<ComparisonOperator, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** The comparisons with a fixed threshold; the others belong to anomaly detection. */
export const OPERATORS = Object.keys(COMPARISONS);

export function thresholdOf(definition: Definition): Threshold {
  const {
    Threshold: threshold = 0,
    ComparisonOperator: operator,
    EvaluationPeriods: evaluationPeriods = 1,
  } = definition;
  const compare = COMPARISONS[operator!]!;
  return {
    threshold,
    operator: operator!,
    evaluationPeriods,
    datapointsToAlarm: definition.DatapointsToAlarm ?? evaluationPeriods,
    counting: definition.DatapointsToAlarm !== undefined,
    treatMissingData: (definition.TreatMissingData as MissingData | undefined) ?? "missing",
    breaches: (value) => compare(value, threshold),
  };
}

/** The queries of an alarm on an expression; an alarm on a metric is the one query that says the same. */
export function queriesOf(definition: Definition): Query[] {
  return readQueries(definition.Metrics?.length ? definition.Metrics : [asQuery(definition)]);
}

function asQuery({ MetricName, Namespace, Dimensions, Statistic, ExtendedStatistic, Period, Unit }: Definition) {
  return {
    Id: "m1",
    MetricStat: {
      Metric: { Namespace, MetricName, Dimensions },
      Stat: Statistic ?? ExtendedStatistic,
      Period,
      Unit,
    },
  };
}

/** Seconds. All metrics of an alarm have the same period; an expression without metrics brings its own. */
export function periodOf(queries: readonly Query[]): number {
  const periods = queries.flatMap(({ stat, period }) => stat?.period ?? period ?? []);
  return Math.max(...periods);
}
