import type { ActionProvider, Metric } from "../experiment.ts";
import type { Json } from "../lease.ts";
import { filterPolicy } from "../settings/sns.ts";

/** Actions on subscriptions. */

/**
 * Gives a subscription a filter policy, for instance one that matches nothing.
 *
 * @param topicName for the metric that shows the filter at work
 */
export function filter(
  subscriptionArn: string,
  topicName: string,
  policy: Readonly<Record<string, Json>>,
): ActionProvider {
  const metric: Metric = {
    namespace: "AWS/SNS",
    name: "NumberOfNotificationsFilteredOut",
    dimensions: { TopicName: topicName },
    statistic: "Sum",
  };
  return {
    name: "sns.filter",
    arguments: { subscriptionArn, policy },
    lease: { ...filterPolicy.at({ subscriptionArn }), expiry: "none", changed: () => JSON.stringify(policy) },
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}
