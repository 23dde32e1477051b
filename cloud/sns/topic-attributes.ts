import type { Place } from "../kernel/house.ts";
import { invalidParameter } from "./errors.ts";

/** What can be set on a topic, and what a topic has without being told. Read on AWS in 2025. */

/** The names that the API reference of SetTopicAttributes lists, but for those of FIFO topics. */
const NAMES =
  /^(DeliveryPolicy|DisplayName|Policy|TracingConfig|KmsMasterKeyId|SignatureVersion|MaximumMessageSize|(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn))$/;

export function checkTopicAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    // Ours: AWS has FIFO topics.
    if (name === "FifoTopic" && value === "true")
      throw invalidParameter("Attributes Reason: FIFO topics are not served");
    if (name === "FifoTopic") continue;
    if (!NAMES.test(name)) throw invalidParameter("AttributeName");
    if (name === "Policy" && value !== "") objectOf(value, "Policy Error: null");
    if (name === "DeliveryPolicy" && value !== "") objectOf(value, "DeliveryPolicy");
    // The API reference gives the range; the words are modelled on those of other attributes.
    if (name === "MaximumMessageSize" && !(Number(value) >= 1024 && Number(value) <= 1_048_576)) {
      throw invalidParameter("MaximumMessageSize");
    }
  }
}

function objectOf(text: string, complaint: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // The complaint says it all.
  }
  throw invalidParameter(complaint);
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
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

/** The delivery policy for HTTP endpoints in force: what was set, completed by SNS's own. */
export function effectiveDeliveryPolicy(set: string | undefined): string {
  const { http = {} } = (set ? objectOf(set, "DeliveryPolicy") : {}) as { http?: Record<string, object> };
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: { ...HEALTHY_RETRY, ...http.defaultHealthyRetryPolicy },
      disableSubscriptionOverrides: http.disableSubscriptionOverrides ?? false,
      defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8", ...http.defaultRequestPolicy },
      ...(http.defaultThrottlePolicy && { defaultThrottlePolicy: http.defaultThrottlePolicy }),
    },
  });
}

const HEALTHY_RETRY = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};
