import type { HistoryItemType } from "@aws-sdk/client-cloudwatch";
import { Alarm } from "./alarm.ts";
import type { CompositeAlarm } from "./composite.ts";
import { asDouble, instant, json } from "./java.ts";
import type { AlarmState, Ringing } from "./ringing.ts";

/** One thing that happened to an alarm. */
export interface HistoryItem {
  readonly alarm: string;
  readonly alarmType: Ringing["type"];
  readonly at: number;
  readonly type: HistoryItemType;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

/** CloudWatch keeps an alarm's history for 30 days, even of alarms that are gone (user guide). */
export const HISTORY_KEPT = 30 * 24 * 3_600_000;

export function stateUpdated({ name, type, state }: Ringing, before: AlarmState): HistoryItem {
  return {
    alarm: name,
    alarmType: type,
    at: state.updatedAt,
    type: "StateUpdate",
    summary: `Alarm updated from ${before.value} to ${state.value}`,
    data: `{"version":"1.0","oldState":${stateJson(before)},"newState":${stateJson(state)}}`,
  };
}

/** The reason's data are JSON already, and go in as they are. */
function stateJson({ value, reason, reasonData }: AlarmState): string {
  const text = json({ stateValue: value, stateReason: reason });
  return reasonData === undefined ? text : `${text.slice(0, -1)},"stateReasonData":${reasonData}}`;
}

export function configurationUpdated(
  alarm: Ringing,
  now: number,
  change: "created" | "updated" | "deleted",
): HistoryItem {
  const type = { created: "Create", updated: "Update", deleted: "Delete" }[change];
  const { name, type: alarmType } = alarm;
  const configuration = alarm instanceof Alarm ? metricConfiguration(alarm) : rule(alarm as CompositeAlarm);
  const data = json({ version: "1.0", type, [`${change}Alarm`]: { ...identityOf(alarm), ...configuration } });
  const summary = `Alarm "${name}" ${change}`;
  return { alarm: name, alarmType, at: now, type: "ConfigurationUpdate", summary, data };
}

function identityOf({ name, arn, definition, configuredAt }: Ringing) {
  return {
    alarmName: name,
    alarmDescription: definition.AlarmDescription ?? "",
    alarmArn: arn,
    alarmConfigurationUpdatedTimestamp: instant(configuredAt),
  };
}

function rule({ definition }: CompositeAlarm) {
  return { alarmRule: definition.AlarmRule };
}

/** The definition in the small letters of the history. */
function metricConfiguration({ definition }: Alarm) {
  return {
    namespace: definition.Namespace,
    metricName: definition.MetricName,
    statistic: definition.Statistic,
    extendedStatistic: definition.ExtendedStatistic,
    period: definition.Period,
    dimensions: (definition.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
    threshold: asDouble(definition.Threshold!),
    comparisonOperator: definition.ComparisonOperator,
    evaluationPeriods: definition.EvaluationPeriods,
    datapointsToAlarm: definition.DatapointsToAlarm,
    treatMissingData: definition.TreatMissingData,
  };
}

/** `failure` is what the action answered when it did not work. */
export function actionTaken(
  { name, type: alarmType }: Ringing,
  now: number,
  action: string,
  failure?: string,
): HistoryItem {
  const summary =
    failure === undefined
      ? `Successfully executed action ${action}`
      : `Failed to execute action ${action}. Received error: "${failure}"`;
  const data = { actionState: failure === undefined ? "Succeeded" : "Failed", notificationResource: action };
  return {
    alarm: name,
    alarmType,
    at: now,
    type: "Action",
    summary,
    data: json({ ...data, ...(failure !== undefined && { error: failure }) }),
  };
}
