import type { Filtered } from "./filter/policy.ts";
import type { Verdict } from "./filter/verdict.ts";
import { NO_SETTINGS, type SubscriptionSettings } from "./subscription-attributes.ts";

/**
 * One endpoint that wants a topic's messages. Queues, functions and phones are confirmed at once; other endpoints
 * would have to confirm with a token that nobody sends them here, so they stay pending and get nothing.
 */
export class Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** The ARN of who subscribed. */
  readonly principal: string;
  settings: SubscriptionSettings = NO_SETTINGS;

  constructor(facts: { arn: string; topicArn: string; protocol: string; endpoint: string; principal: string }) {
    this.arn = facts.arn;
    this.topicArn = facts.topicArn;
    this.protocol = facts.protocol;
    this.endpoint = facts.endpoint;
    this.principal = facts.principal;
  }

  get pending(): boolean {
    return !this.reachable && this.protocol !== "sms";
  }

  /** Whether a wire leads there. None leads to a phone. */
  get reachable(): boolean {
    return this.protocol === "sqs" || this.protocol === "lambda";
  }

  judge(message: Filtered): Verdict {
    return this.settings.filter?.judge(message) ?? "accepted";
  }
}
