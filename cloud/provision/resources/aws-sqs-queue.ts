import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { given, type ResourceType } from "../resource.ts";

/** Terraform's names of the queue attributes that the stack may set. */
const ATTRIBUTES = {
  delay_seconds: "DelaySeconds",
  visibility_timeout_seconds: "VisibilityTimeout",
  message_retention_seconds: "MessageRetentionPeriod",
  max_message_size: "MaximumMessageSize",
  receive_wait_time_seconds: "ReceiveMessageWaitTimeSeconds",
  policy: "Policy",
  redrive_policy: "RedrivePolicy",
  sqs_managed_sse_enabled: "SqsManagedSseEnabled",
  kms_master_key_id: "KmsMasterKeyId",
} as const;

export const queue: ResourceType = {
  arguments: { name: true, tags: true, ...mapped(() => true as const) },
  async create({ name, tags, ...block }, { clients, region, accountId }) {
    const entries = Object.entries(ATTRIBUTES).filter(([argument]) => block[argument] !== undefined);
    const Attributes = Object.fromEntries(entries.map(([argument, attribute]) => [attribute, String(block[argument])]));
    const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand(given({ QueueName: name, Attributes, tags })));
    return { id: QueueUrl, url: QueueUrl, name, arn: `arn:aws:sqs:${region}:${accountId}:${name}` };
  },
};

function mapped<T>(value: () => T): Record<string, T> {
  return Object.fromEntries(Object.keys(ATTRIBUTES).map((argument) => [argument, value()]));
}
