import type { House, Need } from "../kernel/house.ts";
import { LATENCY } from "./latency.ts";
import { checkedArnOf, groupArnOf, groupNameOf } from "./names.ts";
import { eventOperations } from "./operations/events.ts";
import { groupOperations } from "./operations/groups.ts";
import { metricFilterOperations } from "./operations/metric-filters.ts";
import { resourcePolicyOperations } from "./operations/resource-policies.ts";
import { streamOperations } from "./operations/streams.ts";
import { subscriptionOperations } from "./operations/subscriptions.ts";
import { tagOperations } from "./operations/tags.ts";
import type { LogsService } from "./service.ts";

/** CloudWatch Logs as the gateway sees it. Log groups have no policies of their own here. */
export function logsHouse(logs: LogsService): House {
  return {
    name: "logs",
    operations: {
      ...groupOperations(logs),
      ...tagOperations(logs),
      ...streamOperations(logs),
      ...eventOperations(logs),
      ...metricFilterOperations(logs),
      ...subscriptionOperations(logs),
      ...resourcePolicyOperations(logs),
    },
    needs: (operation, input: Target): Need[] => needsOf(logs, operation, input),
    latencyOf: () => LATENCY,
    policyOf: () => undefined,
  };
}

/** Where requests say what they are about. */
interface Target {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamName?: string;
  readonly resourceArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Creating a group with tags needs the permission to tag as well (API reference of CreateLogGroup). */
function needsOf({ place }: LogsService, operation: string, input: Target): Need[] {
  const group = groupNameOf(input.logGroupName ?? input.logGroupIdentifier ?? input.resourceArn ?? "");
  const need = { action: `logs:${operation}`, resource: resourceOf(group, input, place) };
  const tags = operation === "CreateLogGroup" && Object.keys(input.tags ?? {}).length > 0;
  return tags ? [need, { action: "logs:TagResource", resource: groupArnOf(group, place) }] : [need];
}

/** Tags are checked against the bare group; a list of groups against a group without a name, as AWS's refusals show. */
function resourceOf(group: string, { resourceArn, logStreamName }: Target, place: LogsService["place"]): string {
  if (resourceArn !== undefined) return groupArnOf(group, place);
  return checkedArnOf(group, logStreamName ?? "", place);
}
