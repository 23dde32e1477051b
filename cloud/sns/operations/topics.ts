import type * as Sns from "@aws-sdk/client-sns";
import type { Output } from "../../kernel/house.ts";
import { checkTopicArn } from "../arn.ts";
import { effectiveTopicPolicy } from "../delivery-policy.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";
import type { SnsService } from "../service.ts";
import type { Topic } from "../topic.ts";
import { defaultPolicy } from "../topic-attributes.ts";
import { page } from "./page.ts";

/** The operations on topics themselves and on their tags. */
export function topicOperations(sns: SnsService) {
  const topicOf = (arn: string | undefined): Topic => {
    checkTopicArn(arn ?? "", sns.place);
    return sns.topic(arn!);
  };

  const tagged = (arn: string | undefined): Topic => {
    checkTopicArn(arn ?? "", sns.place, "ResourceArn");
    const topic = sns.find(arn!);
    if (!topic) throw resourceNotFound();
    return topic;
  };

  return {
    CreateTopic(input: Sns.CreateTopicCommandInput): Output<Sns.CreateTopicCommandOutput> {
      return { TopicArn: sns.createTopic(input.Name!, { ...input.Attributes }, tagsOf(input.Tags)).arn };
    },

    DeleteTopic(input: Sns.DeleteTopicCommandInput): Output<Sns.DeleteTopicCommandOutput> {
      checkTopicArn(input.TopicArn!, sns.place);
      sns.deleteTopic(input.TopicArn!);
      return {};
    },

    ListTopics(input: Sns.ListTopicsCommandInput): Output<Sns.ListTopicsCommandOutput> {
      const { items, nextToken } = page(sns.topics(), input.NextToken);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...(nextToken && { NextToken: nextToken }) };
    },

    GetTopicAttributes(input: Sns.GetTopicAttributesCommandInput): Output<Sns.GetTopicAttributesCommandOutput> {
      return { Attributes: attributesOf(topicOf(input.TopicArn), sns) };
    },

    SetTopicAttributes(input: Sns.SetTopicAttributesCommandInput): Output<Sns.SetTopicAttributesCommandOutput> {
      topicOf(input.TopicArn);
      sns.setTopicAttribute(input.TopicArn!, input.AttributeName!, input.AttributeValue ?? "");
      return {};
    },

    TagResource(input: Sns.TagResourceCommandInput): Output<Sns.TagResourceCommandOutput> {
      Object.assign(tagged(input.ResourceArn).tags, tagsOf(input.Tags));
      return {};
    },

    UntagResource(input: Sns.UntagResourceCommandInput): Output<Sns.UntagResourceCommandOutput> {
      const { tags } = tagged(input.ResourceArn);
      for (const key of input.TagKeys ?? []) delete tags[key];
      return {};
    },

    ListTagsForResource(input: Sns.ListTagsForResourceCommandInput): Output<Sns.ListTagsForResourceCommandOutput> {
      const { tags } = tagged(input.ResourceArn);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

function tagsOf(tags: readonly Sns.Tag[] | undefined): Record<string, string> {
  const record: Record<string, string> = {};
  for (const { Key, Value } of tags ?? []) {
    if (Object.hasOwn(record, Key!)) throw invalidParameter("Duplicated keys are not allowed.");
    record[Key!] = Value!;
  }
  return record;
}

/** What was set, and what every topic shows. */
function attributesOf(topic: Topic, { place }: SnsService): Record<string, string> {
  return {
    DisplayName: "",
    Policy: defaultPolicy(topic.arn, place),
    ...topic.attributes,
    EffectiveDeliveryPolicy: effectiveTopicPolicy(topic.attributes.DeliveryPolicy),
    Owner: place.accountId,
    SubscriptionsConfirmed: String(topic.count(false)),
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
    SubscriptionsPending: String(topic.count(true)),
    TopicArn: topic.arn,
  };
}
