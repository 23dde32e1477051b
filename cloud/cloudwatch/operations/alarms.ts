import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { STATES } from "../alarms/evaluation.ts";
import type { HistoryItem } from "../alarms/history.ts";
import { invalidNextToken, notInEnum, notJson, validationError } from "../errors.ts";
import { identityOf } from "../metrics/metric.ts";
import type { CloudWatchService } from "../service.ts";
import { slice } from "../tokens.ts";

/** DescribeAlarms and DescribeAlarmHistory answer with no more at once (their API reference). */
const MAX_RECORDS = 100;

/** The operations on alarms. */
export function alarmOperations({ alarms }: CloudWatchService) {
  return {
    PutMetricAlarm(input: CloudWatch.PutMetricAlarmCommandInput): Output<CloudWatch.PutMetricAlarmCommandOutput> {
      alarms.put(input);
      return {};
    },

    DescribeAlarms(input: CloudWatch.DescribeAlarmsCommandInput): Output<CloudWatch.DescribeAlarmsCommandOutput> {
      if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
        throw validationError("AlarmNames and AlarmNamePrefix must not be specified together");
      }
      const metricAlarms = input.AlarmTypes?.length ? input.AlarmTypes.includes("MetricAlarm") : true;
      const chosen = metricAlarms ? byName(alarms.all()).filter((alarm) => isChosen(alarm, input)) : [];
      const { items, ...next } = slice(chosen, input.MaxRecords ?? MAX_RECORDS, input.NextToken, invalidNextToken);
      return { CompositeAlarms: [], MetricAlarms: items.map(shownAlarm), ...next };
    },

    DescribeAlarmsForMetric(
      input: CloudWatch.DescribeAlarmsForMetricCommandInput,
    ): Output<CloudWatch.DescribeAlarmsForMetricCommandOutput> {
      return {
        MetricAlarms: byName(alarms.all())
          .filter((alarm) => watches(alarm, input))
          .map(shownAlarm),
      };
    },

    DeleteAlarms(input: CloudWatch.DeleteAlarmsCommandInput): Output<CloudWatch.DeleteAlarmsCommandOutput> {
      alarms.remove(input.AlarmNames ?? []);
      return {};
    },

    SetAlarmState(input: CloudWatch.SetAlarmStateCommandInput): Output<CloudWatch.SetAlarmStateCommandOutput> {
      const state = input.StateValue!;
      if (!STATES.includes(state)) throw notInEnum(state, "stateValue", STATES);
      if (input.StateReasonData !== undefined) checkJson(input.StateReasonData);
      alarms.setState(input.AlarmName!, state, input.StateReason ?? "", input.StateReasonData);
      return {};
    },

    EnableAlarmActions(
      input: CloudWatch.EnableAlarmActionsCommandInput,
    ): Output<CloudWatch.EnableAlarmActionsCommandOutput> {
      alarms.enableActions(input.AlarmNames ?? [], true);
      return {};
    },

    DisableAlarmActions(
      input: CloudWatch.DisableAlarmActionsCommandInput,
    ): Output<CloudWatch.DisableAlarmActionsCommandOutput> {
      alarms.enableActions(input.AlarmNames ?? [], false);
      return {};
    },

    DescribeAlarmHistory(
      input: CloudWatch.DescribeAlarmHistoryCommandInput,
    ): Output<CloudWatch.DescribeAlarmHistoryCommandOutput> {
      const chosen = alarms.history().filter((item) => isAsked(item, input));
      const ordered = input.ScanBy === "TimestampAscending" ? chosen.toReversed() : chosen;
      const { items, ...next } = slice(ordered, input.MaxRecords ?? MAX_RECORDS, input.NextToken, invalidNextToken);
      return { AlarmHistoryItems: items.map(shownItem), ...next };
    },
  };
}

function byName(all: readonly Alarm[]): Alarm[] {
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function isChosen({ name, state, definition }: Alarm, input: CloudWatch.DescribeAlarmsCommandInput): boolean {
  const actions = [...definition.OKActions, ...definition.AlarmActions, ...definition.InsufficientDataActions];
  const { AlarmNames: names, AlarmNamePrefix: prefix = "", StateValue: value, ActionPrefix: action } = input;
  return (
    (!names?.length || names.includes(name)) &&
    name.startsWith(prefix) &&
    (value === undefined || state.value === value) &&
    (action === undefined || actions.some((arn) => arn.startsWith(action)))
  );
}

/** Alarms on expressions are not found by the metrics they use. */
function watches({ definition }: Alarm, input: CloudWatch.DescribeAlarmsForMetricCommandInput): boolean {
  const { Namespace = "", MetricName = "" } = definition;
  const own = JSON.stringify(sorted(identityOf(Namespace, MetricName, definition.Dimensions)));
  const asked = JSON.stringify(sorted(identityOf(input.Namespace ?? "", input.MetricName ?? "", input.Dimensions)));
  const details = ["Statistic", "ExtendedStatistic", "Period", "Unit"] as const;
  return (
    own === asked && details.every((detail) => input[detail] === undefined || input[detail] === definition[detail])
  );
}

function sorted({ namespace, name, dimensions }: ReturnType<typeof identityOf>) {
  return [namespace, name, dimensions.toSorted(([a], [b]) => (a < b ? -1 : 1))];
}

/** An alarm as it was put, with its state. AWS leaves out what nobody gave. */
function shownAlarm({ arn, definition, configuredAt, state }: Alarm): CloudWatch.MetricAlarm {
  return {
    ...definition,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.transitionedAt),
  };
}

function isAsked({ alarm, at, type }: HistoryItem, input: CloudWatch.DescribeAlarmHistoryCommandInput): boolean {
  const types = input.AlarmTypes;
  return (
    (input.AlarmName === undefined || alarm === input.AlarmName) &&
    (!types?.length || types.includes("MetricAlarm")) &&
    (input.HistoryItemType === undefined || type === input.HistoryItemType) &&
    at >= (input.StartDate?.getTime() ?? Number.NEGATIVE_INFINITY) &&
    at <= (input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY)
  );
}

function shownItem({ alarm, at, type, summary, data }: HistoryItem): CloudWatch.AlarmHistoryItem {
  return {
    AlarmName: alarm,
    AlarmType: "MetricAlarm",
    Timestamp: new Date(at),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw notJson();
  }
}
