/**
 * A queue that one topic may send to, and nobody else.
 *
 *     topic --> queue
 */
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { Construct } from "constructs";
import type { Account } from "./account.ts";
import { policy } from "./policy.ts";

/** 4 days, the default of SQS: a weekend without a subscriber loses nothing. */
export const DELIVERIES_RETENTION_SECONDS = 345_600;

/** 30 seconds, the default of SQS: nobody works on a parked notification, it is only looked at or sent on. */
export const PARKED_VISIBILITY_SECONDS = 30;

export interface NotificationQueueProps {
  readonly name: string;
  readonly account: Account;
  readonly topic: SnsTopic;
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
}

export class NotificationQueue extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: NotificationQueueProps) {
    super(scope, id);

    // Here is where notifications wait. The policy is part of the queue, and not a resource beside it, because the provider waits half
    // a minute for each of the two; so the queue's ARN is built from its name.
    this.queue = new SqsQueue(this, "Default", {
      name: props.name,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
      messageRetentionSeconds: props.messageRetentionSeconds,
      sqsManagedSseEnabled: true,
      policy: allowTopic(props.topic, props.account, props.account.arn("sqs", props.name)),
    });
  }
}

/**
 * The topic's ARN names its account, which already binds both. The account is asked for once more in the form `IfExists`: AWS documents
 * aws:SourceArn for what SNS sends to SQS, and does not promise aws:SourceAccount.
 */
function allowTopic(topic: SnsTopic, account: Account, queueArn: string): string {
  return policy({
    Sid: "AllowTopic",
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: {
      ArnEquals: { "aws:SourceArn": topic.arn },
      StringEqualsIfExists: { "aws:SourceAccount": account.id },
    },
  });
}
