import type { Datum } from "../kernel/metric.ts";

/**
 * What a write adds to CloudWatch's metrics of log traffic, AWS/Logs: the user guide's `IncomingLogEvents`, of the group
 * and of the account. What was refused has not come in and counts nowhere.
 */
export function metricsOf(group: string, events: number): Datum[] {
  if (events === 0) return [];
  return [{}, { LogGroupName: group }].map((dimensions) => ({
    namespace: "AWS/Logs",
    name: "IncomingLogEvents",
    dimensions,
    value: events,
    unit: "Count",
  }));
}
