import { GetSubscriptionAttributesCommand, SetSubscriptionAttributesCommand } from "@aws-sdk/client-sns";
import { same, settingKind } from "../setting.ts";

/** The filter policy of a subscription, as JSON; SNS takes `{}` for none. */
export const filterPolicy = settingKind<{ subscriptionArn: string }, string>(
  "sns.filterPolicy",
  ({ subscriptionArn }) => ({
    resource: `filter policy of ${subscriptionArn}`,
    calls: {
      observe: [{ operation: "sns:GetSubscriptionAttributes", resource: topicOf(subscriptionArn) }],
      put: () => [{ operation: "sns:SetSubscriptionAttributes", resource: topicOf(subscriptionArn) }],
    },
    others: `everybody else who publishes to ${topicOf(subscriptionArn)}`,
    observe: async ({ sns }) => {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }));
      return Attributes?.FilterPolicy ?? "{}";
    },
    put: async ({ sns }, value) => {
      const input = { SubscriptionArn: subscriptionArn, AttributeName: "FilterPolicy", AttributeValue: value };
      await sns.send(new SetSubscriptionAttributesCommand(input));
    },
    same: (a, b) => same(JSON.parse(a), JSON.parse(b)),
  }),
);

/** Rights on subscriptions are rights on their topic (Service Authorization Reference). */
function topicOf(subscriptionArn: string): string {
  return subscriptionArn.split(":").slice(0, 6).join(":");
}
