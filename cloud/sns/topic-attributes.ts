import type { Place } from "../kernel/house.ts";
import { keptTopicPolicy } from "./delivery-policy.ts";
import { invalidParameter } from "./errors.ts";

/** What can be set on a topic, and what a topic has without being told. Read on AWS in 2025. */

/** The names that the API reference of SetTopicAttributes lists; some are those of FIFO topics. */
const NAMES =
  /^(DeliveryPolicy|DisplayName|Policy|TracingConfig|KmsMasterKeyId|SignatureVersion|MaximumMessageSize|(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn))$/;
const FIFO_NAMES = /^(ContentBasedDeduplication|FifoThroughputScope|ArchivePolicy)$/;

export function checkTopicName(name: string, fifo: boolean): void {
  const pattern = fifo ? /^[\w-]{1,251}\.fifo$/ : /^[\w-]{1,256}$/;
  if (!pattern.test(name)) throw invalidParameter("Topic Name");
}

export function checkTopicAttributes(attributes: Readonly<Record<string, string>>, fifo = false): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "FifoTopic") continue;
    if (!NAMES.test(name) && !(FIFO_NAMES.test(name) && (fifo || attributes.FifoTopic === "true"))) {
      throw invalidParameter("AttributeName");
    }
    if (name === "Policy" && value !== "") checkPolicy(value);
    if (name === "DeliveryPolicy" && value !== "") keptTopicPolicy(value);
    // The API reference gives the range; the words are modelled on those of other attributes.
    if (name === "MaximumMessageSize" && !(Number(value) >= 1024 && Number(value) <= 1_048_576)) {
      throw invalidParameter("MaximumMessageSize");
    }
  }
}

/** As they are kept: an attribute set to "" is unset; so is the one that only says what most topics are. */
export function kept(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const { FifoTopic, DeliveryPolicy = "", ...rest } = attributes;
  const fifo = FifoTopic === "true" && { ContentBasedDeduplication: "false", ...rest, FifoTopic };
  const policy = DeliveryPolicy === "" ? "" : keptTopicPolicy(DeliveryPolicy);
  const all: Record<string, string> = { ...rest, ...fifo, DeliveryPolicy: policy };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

function checkPolicy(text: string): void {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return;
  } catch {
    // The complaint says it all.
  }
  throw invalidParameter("Policy Error: null");
}

/** The policy of a topic that was given none: its own account may do everything. */
export function defaultPolicy(topicArn: string, { accountId }: Place): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ACTIONS.map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

/** Those that can be allowed by a topic's policy, in the order in which the default policy names them. */
export const ACTIONS = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
];
