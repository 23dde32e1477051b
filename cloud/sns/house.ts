import type { House, Need } from "../kernel/house.ts";
import { isSubscriptionArn, topicArnOf, topicOfSubscription } from "./arn.ts";
import { LATENCY } from "./latency.ts";
import { phoneOperations } from "./operations/phones.ts";
import { policyOperations } from "./operations/policies.ts";
import { publishingOperations } from "./operations/publishing.ts";
import { subscriptionOperations } from "./operations/subscriptions.ts";
import { topicOperations } from "./operations/topics.ts";
import type { SnsService } from "./service.ts";
import { defaultPolicy } from "./topic-attributes.ts";

/** SNS as the gateway sees it. */
export function snsHouse(sns: SnsService): House {
  return {
    name: "sns",
    operations: {
      ...topicOperations(sns),
      ...policyOperations(sns),
      ...subscriptionOperations(sns),
      ...publishingOperations(sns),
      ...phoneOperations(),
    },
    needs: (operation, input: Target): Need[] => needsOf(sns, operation, input),
    latencyOf: () => LATENCY,
    policyOf: (arn) => {
      const topic = sns.find(arn);
      return topic && (topic.attributes.Policy ?? defaultPolicy(arn, sns.place));
    },
  };
}

/** Where requests say what they are about. */
interface Target {
  readonly Name?: string;
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly SubscriptionArn?: string;
  readonly ResourceArn?: string;
  readonly Protocol?: string;
  readonly Endpoint?: string;
  readonly Tags?: readonly unknown[];
}

/** A batch needs the permission of the single one (SNS API reference of PublishBatch). */
const ACTIONS: Readonly<Record<string, string>> = { PublishBatch: "Publish" };

/** Tagging a topic while creating it needs the permission to tag as well (API reference of CreateTopic). */
function needsOf(sns: SnsService, operation: string, input: Target): Need[] {
  const resource = resourceOf(sns, operation, input);
  const { Protocol, Endpoint } = input;
  const context = { ...(Protocol && { "sns:Protocol": Protocol }), ...(Endpoint && { "sns:Endpoint": Endpoint }) };
  const need = { action: `sns:${ACTIONS[operation] ?? operation}`, resource, context };
  const tags = operation === "CreateTopic" && input.Tags?.length ? [{ action: "sns:TagResource", resource }] : [];
  return [need, ...tags];
}

/** Subscriptions are no resources of their own: AWS checks their topic, as its refusals tell. */
function resourceOf(sns: SnsService, operation: string, input: Target): string {
  if (operation === "CreateTopic") return topicArnOf(input.Name!, sns.place);
  // What is no subscription's ARN is for SNS to refuse, not for IAM.
  if (input.SubscriptionArn !== undefined) {
    return isSubscriptionArn(input.SubscriptionArn) ? topicOfSubscription(input.SubscriptionArn) : "*";
  }
  return input.TopicArn ?? input.TargetArn ?? input.ResourceArn ?? "*";
}
