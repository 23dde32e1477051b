import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import type { Aws } from "../aws.ts";
import type { ActionProvider, Bite, ProbeProvider } from "../experiment.ts";
import { callsOn, queueAttribute } from "../settings/sqs.ts";

/** Actions on queues, and probes of them. */

/**
 * Sets one attribute of a queue, for instance `VisibilityTimeout` to 1 (seconds, as SQS writes them).
 *
 * @param bites how a run can tell that it was felt
 */
export function setAttribute(queueUrl: string, attribute: string, value: string, bites: Bite): ActionProvider {
  return {
    name: "sqs.setAttribute",
    arguments: { queueUrl, attribute, value },
    lease: { ...queueAttribute.at({ queueUrl, attribute }), expiry: "none", changed: () => value },
    bites,
  };
}

/**
 * Lets a queue refuse a service's messages for a while: a Deny in its policy that ends by its own date.
 *
 * @param service the principal, for instance `sns.amazonaws.com`
 * @param bites how a run can tell that something was refused, for instance SNS's `NumberOfNotificationsFailed`
 */
export function refuse(queue: Queue, service: string, bites: Bite): ActionProvider {
  return {
    name: "sqs.refuse",
    arguments: { queueUrl: queue.url, service },
    lease: {
      ...queueAttribute.at({ queueUrl: queue.url, attribute: "Policy" }),
      expiry: "policy",
      changed: (before, { expiresAt }) => withDeny(before as string, queue.arn, service, expiresAt),
    },
    bites,
  };
}

interface Queue {
  readonly url: string;
  readonly arn: string;
}

function withDeny(policy: string, arn: string, service: string, expiresAt: number): string {
  const document = policy === "" ? { Version: "2012-10-17", Statement: [] } : JSON.parse(policy);
  // One statement may stand without a list; one of ours that expired may still be there, and ids are unique.
  const others = [document.Statement].flat().filter(({ Sid }: { Sid?: string }) => Sid !== DENIAL);
  const statement = {
    Sid: DENIAL,
    Effect: "Deny",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: arn,
    Condition: { DateLessThan: { "aws:CurrentTime": `${new Date(expiresAt).toISOString().slice(0, 19)}Z` } },
  };
  return JSON.stringify({ ...document, Statement: [...others, statement] });
}

const DENIAL = "ChaosLab";

/**
 * Moves every message of one queue to another by receiving, sending and deleting: AWS's own move tasks do not take
 * dead letters that came from SNS or Lambda.
 */
export function redrive(fromUrl: string, toUrl: string): ActionProvider {
  return {
    name: "sqs.redrive",
    arguments: { fromUrl, toUrl },
    calls: [...callsOn(fromUrl, "ReceiveMessage", "DeleteMessage"), ...callsOn(toUrl, "SendMessage")],
    empties: fromUrl,
    work: async (aws) => {
      let moved = 0;
      for (let messages = await take(aws, fromUrl); messages.length > 0; messages = await take(aws, fromUrl)) {
        for (const message of messages) await move(aws, message, fromUrl, toUrl);
        moved += messages.length;
      }
      return { moved };
    },
  };
}

/** A few of the messages that wait. */
export async function take({ sqs }: Aws, queueUrl: string): Promise<Message[]> {
  const input = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, MessageAttributeNames: ["All"] };
  return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

async function move({ sqs }: Aws, { Body, MessageAttributes, ReceiptHandle }: Message, fromUrl: string, toUrl: string) {
  await sqs.send(new SendMessageCommand({ QueueUrl: toUrl, MessageBody: Body, MessageAttributes }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: fromUrl, ReceiptHandle }));
}

/** How many messages wait in a queue. */
export function depth(queueUrl: string): ProbeProvider {
  return {
    name: "sqs.depth",
    arguments: { queueUrl },
    calls: callsOn(queueUrl, "GetQueueAttributes"),
    measure: async (_observations, { sqs }) => {
      const AttributeNames = [QueueAttributeName.ApproximateNumberOfMessages];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames }));
      return Number(Attributes?.ApproximateNumberOfMessages);
    },
  };
}
