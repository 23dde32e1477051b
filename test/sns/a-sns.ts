import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import type { Call } from "../../cloud/kernel/house.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { SnsFact } from "../../cloud/sns/facts.ts";
import { snsHouse } from "../../cloud/sns/house.ts";
import type { DeadLetter, Delivery, Outcome } from "../../cloud/sns/ports.ts";
import { SnsService } from "../../cloud/sns/service.ts";

export const TOPIC_ARN = "arn:aws:sns:us-east-1:111111111111:converted";
export const QUEUE_ARN = "arn:aws:sqs:us-east-1:111111111111:deliveries";
export const DEAD_LETTERS_ARN = "arn:aws:sqs:us-east-1:111111111111:failures";
export const FUNCTION_ARN = "arn:aws:lambda:us-east-1:111111111111:function:transform";

/** How SNS tries an HTTP endpoint unless it is told otherwise. */
export const HEALTHY_RETRY = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};

/** SNS with its clock, what it recorded, and ports that take everything, unless `outcomes` says otherwise. */
export function anSns(
  outcomes: (attempt: number) => Outcome = () => "delivered",
  redrive: "sent" | "refused" = "sent",
) {
  const clock = new VirtualClock();
  const feed = new Feed<SnsFact>(clock);
  const delivered: Delivery[] = [];
  const attempts: number[] = [];
  const redriven: DeadLetter[] = [];
  const ports = {
    deliver(delivery: Delivery) {
      delivered.push(delivery);
      attempts.push(clock.now());
      delivery.outcome(outcomes(attempts.length));
    },
    redrive(letter: DeadLetter) {
      redriven.push(letter);
      return redrive;
    },
  };
  const place = { accountId: "111111111111", region: "us-east-1" };
  const service = new SnsService({ clock, feed, place, ports, random: Random.fromSeed(1) });
  const house = snsHouse(service);
  const call = (operation: string, input: object) => house.operations[operation]!(input, aCall()) as Answer;
  return { clock, feed, service, house, call, delivered, attempts, redriven };
}

/** The same with a topic, and one subscription that has the given attributes. */
export function aTopic(
  attributes: Record<string, string> = {},
  outcomes?: (attempt: number) => Outcome,
  redrive?: "sent" | "refused",
) {
  const sns = anSns(outcomes, redrive);
  sns.call("CreateTopic", { Name: "converted" });
  const { SubscriptionArn } = sns.call("Subscribe", {
    TopicArn: TOPIC_ARN,
    Protocol: "sqs",
    Endpoint: QUEUE_ARN,
    Attributes: attributes,
  });
  return { ...sns, subscriptionArn: SubscriptionArn as string };
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of all shapes, and chai checks them.
export type Answer = any;

/** An operation, called directly. */
export type Caller = (operation: string, input: object) => Answer;

export function aCall(): Call {
  return {
    requestId: "request-1",
    callerArn: "arn:aws:iam::111111111111:user/ann",
    callerId: "AIDAEXAMPLE",
    sourceIp: "127.0.0.1",
    endpoint: "http://127.0.0.1:4566",
  };
}

/** `Code: message` of what `work` throws. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code} ${error.status}: ${error.message}`;
    throw error;
  }
  return "nothing was refused";
}

/** Facts of some kinds, without the time. */
export function factsOf(feed: Feed<SnsFact>, ...kinds: string[]) {
  return feed.facts.filter(({ kind }) => kinds.includes(kind)).map(({ at, ...fact }) => fact);
}
