import { type Event, PutBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { type Block, each, given, type ResourceType } from "../resource.ts";

const COMMON = { id: true, events: true, filter_prefix: true, filter_suffix: true } as const;

export const bucketNotification: ResourceType = {
  arguments: {
    bucket: true,
    lambda_function: { ...COMMON, lambda_function_arn: true },
    topic: { ...COMMON, topic_arn: true },
    queue: { ...COMMON, queue_arn: true },
  },
  async create({ bucket, lambda_function, topic, queue }, { clients }) {
    const NotificationConfiguration = {
      LambdaFunctionConfigurations: each(lambda_function).map((block) => ({
        ...commonOf(block),
        LambdaFunctionArn: block.lambda_function_arn as string,
      })),
      TopicConfigurations: each(topic).map((block) => ({ ...commonOf(block), TopicArn: block.topic_arn as string })),
      QueueConfigurations: each(queue).map((block) => ({ ...commonOf(block), QueueArn: block.queue_arn as string })),
    };
    await clients.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
    return { id: bucket };
  },
};

function commonOf({ id, events, filter_prefix, filter_suffix }: Block) {
  const rules = [
    ...(filter_prefix === undefined ? [] : [{ Name: "prefix" as const, Value: filter_prefix as string }]),
    ...(filter_suffix === undefined ? [] : [{ Name: "suffix" as const, Value: filter_suffix as string }]),
  ];
  const Filter = rules.length > 0 ? { Key: { FilterRules: rules } } : undefined;
  return given({ Id: id as string | undefined, Events: events as Event[], Filter });
}
