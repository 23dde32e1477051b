import { SubscribeCommand } from "@aws-sdk/client-sns";
import { given, type ResourceType } from "../resource.ts";

export const topicSubscription: ResourceType = {
  arguments: {
    topic_arn: true,
    protocol: true,
    endpoint: true,
    raw_message_delivery: true,
    filter_policy: true,
    filter_policy_scope: true,
    redrive_policy: true,
  },
  async create(block, { clients }) {
    const raw = block.raw_message_delivery;
    const { SubscriptionArn } = await clients.sns.send(
      new SubscribeCommand({
        TopicArn: block.topic_arn,
        Protocol: block.protocol,
        Endpoint: block.endpoint,
        ReturnSubscriptionArn: true,
        Attributes: given({
          RawMessageDelivery: raw === undefined ? undefined : String(raw),
          FilterPolicy: block.filter_policy,
          FilterPolicyScope: block.filter_policy_scope,
          RedrivePolicy: block.redrive_policy,
        }),
      }),
    );
    return { id: SubscriptionArn, arn: SubscriptionArn };
  },
};
