import type { Place } from "../kernel/house.ts";
import { invalidParameter } from "./errors.ts";

/**
 * ARNs of topics and subscriptions.
 *
 *     arn:aws:sns:us-east-1:111111111111:converted                                       topic
 *     arn:aws:sns:us-east-1:111111111111:converted:6f1b29b6-0f1c-4c51-9b0e-0a1e2c3d4f5a  subscription
 */
export function topicArnOf(name: string, place: Place): string {
  return `arn:aws:sns:${place.region}:${place.accountId}:${name}`;
}

export function topicNameOf(topicArn: string): string {
  return topicArn.slice(topicArn.lastIndexOf(":") + 1);
}

/** The topic that a subscription's ARN belongs to. IAM checks subscriptions against it: they are no resources. */
export function topicOfSubscription(subscriptionArn: string): string {
  return subscriptionArn.split(":").slice(0, 6).join(":");
}

/** Refuses what is no ARN, and ARNs of other regions: SNS serves a topic only where it is. */
export function checkTopicArn(arn: string, place: Place, parameter = "TopicArn"): void {
  checkElements(arn, parameter);
  if (!arn.startsWith(`arn:aws:sns:${place.region}:`)) throw invalidParameter(parameter);
}

export function isSubscriptionArn(arn: string): boolean {
  return arn.split(":").length >= 6 && UUID.test(arn.slice(arn.lastIndexOf(":") + 1));
}

export function checkSubscriptionArn(arn: string): void {
  if (arn === "") throw invalidParameter("SubscriptionArn Reason: no value for required parameter");
  checkElements(arn, "SubscriptionArn");
  if (!isSubscriptionArn(arn)) throw invalidParameter("SubscriptionId");
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function checkElements(arn: string, parameter: string): void {
  const count = arn.split(":").length;
  if (count < 6) {
    throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${count}`);
  }
}
