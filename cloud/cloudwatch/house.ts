import type { House, Need } from "../kernel/house.ts";
import { LATENCY } from "./latency.ts";
import { alarmListing } from "./operations/alarm-listing.ts";
import { alarmOperations } from "./operations/alarms.ts";
import { dashboardOperations } from "./operations/dashboards.ts";
import { dataOperations } from "./operations/data.ts";
import { queryOperations } from "./operations/queries.ts";
import { tagOperations } from "./operations/tags.ts";
import type { CloudWatchService } from "./service.ts";

/** CloudWatch as the gateway sees it. Nothing in it has a resource policy. */
export function cloudwatchHouse(cloudwatch: CloudWatchService): House {
  return {
    name: "cloudwatch",
    operations: {
      ...dataOperations(cloudwatch),
      ...queryOperations(cloudwatch),
      ...alarmOperations(cloudwatch),
      ...alarmListing(cloudwatch.alarms),
      ...dashboardOperations(cloudwatch),
      ...tagOperations(cloudwatch),
    },
    needs: (operation, input: Named) => needsOf(cloudwatch, operation, input),
    latencyOf: () => LATENCY,
    policyOf: () => undefined,
  };
}

/** What operations name their resources by. */
interface Named {
  readonly Namespace?: string;
  readonly AlarmName?: string;
  readonly AlarmNames?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly DashboardName?: string;
  readonly DashboardNames?: readonly string[];
  readonly ResourceARN?: string;
  readonly Tags?: readonly unknown[];
}

/** "Actions, resources, and condition keys for Amazon CloudWatch" in the Service Authorization Reference. */
function needsOf(cloudwatch: CloudWatchService, operation: string, input: Named): Need[] {
  const action = `cloudwatch:${operation}`;
  const on = (resources: readonly string[]) => resources.map((resource) => ({ action, resource }));
  if (operation === "PutMetricData") {
    return [{ action, resource: "*", context: { "cloudwatch:namespace": input.Namespace ?? "" } }];
  }
  if (operation === "PutMetricAlarm" || operation === "PutCompositeAlarm") {
    return putAlarmNeeds(cloudwatch, action, input);
  }
  if (ON_ALARMS.has(operation)) return on(alarmArns(cloudwatch, input));
  if (ON_DASHBOARDS.has(operation)) return on(dashboardArns(cloudwatch, input));
  return on([input.ResourceARN ?? "*"]);
}

const ON_ALARMS = new Set([
  "DescribeAlarms",
  "DescribeAlarmHistory",
  "DeleteAlarms",
  "SetAlarmState",
  "EnableAlarmActions",
  "DisableAlarmActions",
]);

const ON_DASHBOARDS = new Set(["PutDashboard", "GetDashboard", "DeleteDashboards"]);

/** Tags that come with a new alarm need the permission to tag it. */
function putAlarmNeeds(cloudwatch: CloudWatchService, action: string, input: Named): Need[] {
  const resource = cloudwatch.alarms.arnOf(input.AlarmName ?? "");
  const context = { "cloudwatch:AlarmActions": input.AlarmActions ?? [] };
  const tagging = input.Tags?.length ? [{ action: "cloudwatch:TagResource", resource }] : [];
  return [{ action, resource, context }, ...tagging];
}

/** Every alarm that is named; the permission for all of them where none is. */
function alarmArns({ alarms }: CloudWatchService, { AlarmName, AlarmNames }: Named): string[] {
  const names = AlarmNames?.length ? AlarmNames : [AlarmName ?? "*"];
  return names.map((name) => alarms.arnOf(name));
}

function dashboardArns({ dashboards }: CloudWatchService, { DashboardName, DashboardNames }: Named): string[] {
  return (DashboardNames ?? [DashboardName ?? ""]).map((name) => dashboards.arnOf(name));
}
