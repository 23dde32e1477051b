import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import { STATES } from "../alarms/evaluation.ts";
import type { HistoryItem } from "../alarms/history.ts";
import { notInEnum, notJson } from "../errors.ts";
import type { CloudWatchService } from "../service.ts";
import { pageOf } from "./alarm-listing.ts";

/** The operations that make, change and remember alarms. */
export function alarmOperations({ alarms }: CloudWatchService) {
  return {
    PutMetricAlarm(input: CloudWatch.PutMetricAlarmCommandInput): Output<CloudWatch.PutMetricAlarmCommandOutput> {
      alarms.put(input);
      return {};
    },

    PutCompositeAlarm(
      input: CloudWatch.PutCompositeAlarmCommandInput,
    ): Output<CloudWatch.PutCompositeAlarmCommandOutput> {
      alarms.putComposite(input);
      return {};
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
      const { items, ...next } = pageOf(ordered, input);
      return { AlarmHistoryItems: items.map(shownItem), ...next };
    },
  };
}

function isAsked(
  { alarm, alarmType, at, type }: HistoryItem,
  input: CloudWatch.DescribeAlarmHistoryCommandInput,
): boolean {
  const types = input.AlarmTypes?.length ? input.AlarmTypes : ["MetricAlarm"];
  return (
    (input.AlarmName === undefined || alarm === input.AlarmName) &&
    types.includes(alarmType) &&
    (input.HistoryItemType === undefined || type === input.HistoryItemType) &&
    at >= (input.StartDate?.getTime() ?? Number.NEGATIVE_INFINITY) &&
    at <= (input.EndDate?.getTime() ?? Number.POSITIVE_INFINITY)
  );
}

function shownItem({ alarm, alarmType, at, type, summary, data }: HistoryItem): CloudWatch.AlarmHistoryItem {
  return {
    AlarmName: alarm,
    AlarmType: alarmType,
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
