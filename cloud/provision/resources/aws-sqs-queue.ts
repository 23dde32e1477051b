import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { type Block, given, type ResourceType } from "../resource.ts";

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

/**
 * What the AWS provider sends where the stack says nothing (its schema's defaults). SQS's own default for the size of a
 * message is another: 1 MiB.
 */
const DEFAULTS: Block = {
  delay_seconds: 0,
  visibility_timeout_seconds: 30,
  message_retention_seconds: 345_600,
  max_message_size: 262_144,
  receive_wait_time_seconds: 0,
};

export const queue: ResourceType = {
  arguments: { name: true, tags: true, ...mapped(() => true as const) },
  async create({ name, tags, ...set }, { clients, region, accountId }) {
    const block: Block = { ...DEFAULTS, ...set };
    const entries = Object.entries(ATTRIBUTES).filter(([argument]) => block[argument] !== undefined);
    const Attributes = Object.fromEntries(entries.map(([argument, attribute]) => [attribute, String(block[argument])]));
    const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand(given({ QueueName: name, Attributes, tags })));
    return { id: QueueUrl, url: QueueUrl, name, arn: `arn:aws:sqs:${region}:${accountId}:${name}` };
  },
};

function mapped<T>(value: () => T): Record<string, T> {
  return Object.fromEntries(Object.keys(ATTRIBUTES).map((argument) => [argument, value()]));
}
