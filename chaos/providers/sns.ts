import type { ActionProvider } from "../experiment.ts";
import type { Json } from "../lease.ts";
import { filterPolicy } from "../settings/sns.ts";
import { ofTopic } from "./metrics.ts";

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
  const metric = ofTopic("NumberOfNotificationsFilteredOut", topicName);
  return {
    name: "sns.filter",
    arguments: { subscriptionArn, policy },
    lease: { ...filterPolicy.at({ subscriptionArn }), expiry: "none", changed: () => JSON.stringify(policy) },
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}
