import { SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import type { ResourceType } from "../resource.ts";

export const topicPolicy: ResourceType = {
  arguments: { arn: true, policy: true },
  async create({ arn, policy }, { clients }) {
    const input = { TopicArn: arn, AttributeName: "Policy", AttributeValue: policy };
    await clients.sns.send(new SetTopicAttributesCommand(input));
    return { id: arn, arn };
  },
};
