/**
 * The dead-letter queue of the function: events that failed on every attempt, waiting for a person.
 *
 *     transform --(after the last attempt)--> failures
 */
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { policy } from "./policy.ts";

/** 14 days, the longest SQS keeps a message: dead letters wait for people, and people have holidays. */
export const DEAD_LETTER_RETENTION_SECONDS = 1_209_600;

export interface FailuresQueueProps {
  readonly name: string;
}

export class FailuresQueue extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, { name }: FailuresQueueProps) {
    super(scope, id);

    // Here is where given-up events wait. No queue policy: Lambda sends as the function's own role.
    this.queue = new SqsQueue(this, "Default", {
      name,
      messageRetentionSeconds: DEAD_LETTER_RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    });
  }

  /**
   * Plants a flaw: the queue refuses what this role sends. Lambda would refuse to configure a dead-letter queue that it may not use, so
   * the refusal comes after the function.
   */
  denySending(role: IamRole, after: ITerraformDependable): void {
    new SqsQueuePolicy(this, "deny-transform", {
      queueUrl: this.queue.url,
      policy: policy({
        Sid: "DenyTransform",
        Effect: "Deny",
        Principal: { AWS: role.arn },
        Action: "sqs:SendMessage",
        Resource: this.queue.arn,
      }),
      dependsOn: [after],
    });
  }
}
