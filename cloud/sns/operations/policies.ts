import type * as Sns from "@aws-sdk/client-sns";
import type { Output } from "../../kernel/house.ts";
import { checkTopicArn } from "../arn.ts";
import { invalidParameter } from "../errors.ts";
import { withoutPermission, withPermission } from "../permissions.ts";
import type { SnsService } from "../service.ts";
import type { Topic } from "../topic.ts";
import { defaultPolicy } from "../topic-attributes.ts";

/** The operations on the policies of topics: who may use them, and what data may pass. */
export function policyOperations(sns: SnsService) {
  const topicOf = (arn: string, parameter?: string): Topic => {
    checkTopicArn(arn, sns.place, parameter);
    return sns.topic(arn);
  };
  const policyOf = ({ arn, attributes }: Topic) => attributes.Policy ?? defaultPolicy(arn, sns.place);

  return {
    AddPermission(input: Sns.AddPermissionCommandInput): Output<Sns.AddPermissionCommandOutput> {
      const topic = topicOf(input.TopicArn!);
      topic.attributes.Policy = withPermission(policyOf(topic), {
        label: input.Label!,
        accountIds: input.AWSAccountId ?? [],
        actions: input.ActionName ?? [],
        resource: topic.arn,
      });
      return {};
    },

    RemovePermission(input: Sns.RemovePermissionCommandInput): Output<Sns.RemovePermissionCommandOutput> {
      const topic = topicOf(input.TopicArn!);
      topic.attributes.Policy = withoutPermission(policyOf(topic), input.Label!);
      return {};
    },

    /** Kept and given back; no message is looked into. */
    PutDataProtectionPolicy(
      input: Sns.PutDataProtectionPolicyCommandInput,
    ): Output<Sns.PutDataProtectionPolicyCommandOutput> {
      const topic = topicOf(input.ResourceArn!, "ResourceArn");
      if (!isObject(input.DataProtectionPolicy!)) throw invalidParameter("DataProtectionPolicy");
      topic.dataProtectionPolicy = input.DataProtectionPolicy;
      return {};
    },

    GetDataProtectionPolicy(
      input: Sns.GetDataProtectionPolicyCommandInput,
    ): Output<Sns.GetDataProtectionPolicyCommandOutput> {
      const { dataProtectionPolicy } = topicOf(input.ResourceArn!, "ResourceArn");
      return dataProtectionPolicy === undefined ? {} : { DataProtectionPolicy: dataProtectionPolicy };
    },
  };
}

function isObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
