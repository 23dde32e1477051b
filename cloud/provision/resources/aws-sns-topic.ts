import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { given, type ResourceType, tagList } from "../resource.ts";

export const topic: ResourceType = {
  arguments: { name: true, display_name: true, kms_master_key_id: true, policy: true, tags: true },
  async create({ name, display_name, kms_master_key_id, policy, tags }, { clients }) {
    const Attributes = given({ DisplayName: display_name, KmsMasterKeyId: kms_master_key_id, Policy: policy });
    const { TopicArn } = await clients.sns.send(
      new CreateTopicCommand({ Name: name, Attributes, Tags: tagList(tags) }),
    );
    return { id: TopicArn, arn: TopicArn, name };
  },
};
