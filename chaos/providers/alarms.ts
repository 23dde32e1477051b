import { DescribeAlarmHistoryCommand } from "@aws-sdk/client-cloudwatch";
import type { ProbeProvider } from "../experiment.ts";

/** Probes of alarms. */

/** Whether an alarm went into ALARM within `within` milliseconds of the method's start. */
export function raised(alarmName: string, { within }: { within: number }): ProbeProvider {
  return {
    name: "alarms.raised",
    arguments: { alarmName, within },
    calls: [{ operation: "cloudwatch:DescribeAlarmHistory", resource: `alarm:${alarmName}` }],
    measure: async ({ from }, { cloudwatch }) => {
      const { AlarmHistoryItems } = await cloudwatch.send(
        new DescribeAlarmHistoryCommand({
          AlarmName: alarmName,
          HistoryItemType: "StateUpdate",
          StartDate: new Date(from),
          EndDate: new Date(from + within),
        }),
      );
      return (AlarmHistoryItems ?? []).some(({ HistorySummary }) => HistorySummary?.endsWith("to ALARM") ?? false);
    },
  };
}
