import type { Place } from "../../kernel/house.ts";
import type { AlarmNotice } from "../ports.ts";
import type { Query } from "../queries/query.ts";
import type { Alarm } from "./alarm.ts";
import type { Definition } from "./definition.ts";
import { asDouble, instant, json } from "./java.ts";
import { regionName } from "./regions.ts";
import type { AlarmState, Ringing } from "./ringing.ts";

/** An alarm's change of state as CloudWatch tells it to topics and functions. Keys and their order were seen on AWS. */
export function noticeOf(alarm: Alarm, before: AlarmState, place: Place): AlarmNotice {
  return {
    alarmArn: alarm.arn,
    alarmName: alarm.name,
    subject: subjectOf(alarm, regionName(place.region)),
    message: messageOf(alarm, before, place),
    event: eventOf(alarm, before, place),
  };
}

/** SNS takes subjects of less than 100 characters, so a long name is cut. */
export function subjectOf({ name, state }: Ringing, region: string): string {
  const subject = (title: string) => `${state.value}: "${title}" in ${region}`;
  const room = 99 - subject("").length;
  return subject(name.length <= room ? name : `${name.slice(0, room - 3)}...`);
}

function messageOf(
  { name, arn, definition, configuredAt, state, threshold }: Alarm,
  before: AlarmState,
  place: Place,
): string {
  return json({
    AlarmName: name,
    AlarmDescription: definition.AlarmDescription ?? null,
    AWSAccountId: place.accountId,
    AlarmConfigurationUpdatedTimestamp: instant(configuredAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: instant(state.transitionedAt),
    Region: regionName(place.region),
    AlarmArn: arn,
    OldStateValue: before.value,
    OKActions: definition.OKActions,
    AlarmActions: definition.AlarmActions,
    InsufficientDataActions: definition.InsufficientDataActions,
    Trigger: triggerOf(definition, threshold.treatMissingData),
  });
}

function triggerOf(definition: Definition, treatMissingData: string) {
  const watched = definition.Metrics?.length ? {} : metricOf(definition);
  const metrics = definition.Metrics?.length ? { Metrics: definition.Metrics.map(sharedQuery) } : {};
  return {
    ...watched,
    Period: definition.Period ?? definition.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period,
    EvaluationPeriods: definition.EvaluationPeriods,
    DatapointsToAlarm: definition.DatapointsToAlarm,
    ComparisonOperator: definition.ComparisonOperator,
    Threshold: asDouble(definition.Threshold!),
    TreatMissingData: treatMissingData,
    EvaluateLowSampleCountPercentile: definition.EvaluateLowSampleCountPercentile ?? "",
    ...metrics,
  };
}

const SHOUTED: Readonly<Record<string, string>> = { SampleCount: "SAMPLE_COUNT" };

function metricOf({ MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions }: Definition) {
  const statistic = Statistic
    ? { StatisticType: "Statistic", Statistic: SHOUTED[Statistic] ?? Statistic.toUpperCase() }
    : { StatisticType: "ExtendedStatistic", ExtendedStatistic };
  return { MetricName, Namespace, ...statistic, Unit: Unit ?? null, Dimensions: lowered(Dimensions) };
}

type Dimensions = Definition["Dimensions"];

function lowered(dimensions: Dimensions) {
  return (dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name }));
}

/** The members in the order of the alphabet. */
function sharedQuery({ Expression, Id, Label, MetricStat, ReturnData }: NonNullable<Definition["Metrics"]>[number]) {
  const metric = MetricStat && {
    Metric: {
      Dimensions: lowered(MetricStat.Metric?.Dimensions),
      MetricName: MetricStat.Metric?.MetricName,
      Namespace: MetricStat.Metric?.Namespace,
    },
    Period: MetricStat.Period,
    Stat: MetricStat.Stat,
    Unit: MetricStat.Unit,
  };
  return { Expression, Id, Label, MetricStat: metric, ReturnData: ReturnData ?? true };
}

function eventOf(alarm: Alarm, before: AlarmState, place: Place): string {
  const { state, definition } = alarm;
  return json({
    ...envelopeOf(alarm, place),
    alarmData: {
      alarmName: alarm.name,
      state: told(state),
      previousState: told(before),
      configuration: {
        description: definition.AlarmDescription,
        metrics: alarm.queries.map((query, i) => configured(alarm, query, i)),
      },
    },
  });
}

export function envelopeOf({ arn, state }: Ringing, { accountId, region }: Place) {
  return { source: "aws.cloudwatch", alarmArn: arn, accountId, time: instant(state.updatedAt), region };
}

export function told({ value, reason, reasonData, updatedAt }: AlarmState) {
  return { value, reason, reasonData, timestamp: instant(updatedAt) };
}

function configured({ definition, metricId }: Alarm, { id, stat, returnData, label }: Query, index: number) {
  const metric = stat && {
    metric: {
      namespace: stat.identity.namespace,
      name: stat.identity.name,
      dimensions: Object.fromEntries(stat.identity.dimensions),
    },
    period: stat.period,
    stat: stat.statisticName,
    unit: stat.unit,
  };
  const own = definition.Metrics?.[index];
  return { id: own ? id : metricId, expression: own?.Expression, metricStat: metric, label, returnData };
}
