import { GetSubscriptionAttributesCommand, SetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import type { ActionProvider, Metric } from "../experiment.ts";
import type { Json, Lease } from "../lease.ts";

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
  const lease: Lease<string> = {
    resource: `filter policy of ${subscriptionArn}`,
    expiry: "none",
    observe: async ({ sns }) => {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }));
      return Attributes?.FilterPolicy ?? "{}";
    },
    changed: () => JSON.stringify(policy),
    put: async ({ sns }, value) => {
      const input = { SubscriptionArn: subscriptionArn, AttributeName: "FilterPolicy", AttributeValue: value };
      await sns.send(new SetSubscriptionAttributesCommand(input));
    },
  };
  const metric: Metric = {
    namespace: "AWS/SNS",
    name: "NumberOfNotificationsFilteredOut",
    dimensions: { TopicName: topicName },
    statistic: "Sum",
  };
  return {
    name: "sns.filter",
    arguments: { subscriptionArn, policy },
    lease,
    bites: { kind: "metric", metric, atLeast: 1 },
  };
}
