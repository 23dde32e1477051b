import type * as Sqs from "@aws-sdk/client-sqs";
import type { Houses } from "../cloud.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Call } from "../kernel/house.ts";
import type { QueueMessage, QueuePort } from "../lambda/ports.ts";
import type { Authority } from "./authority.ts";

/** Joins the pollers of event source mappings to their queues. They act as the function's role. */
export function lambdaQueues(houses: Houses, authority: Authority): QueuePort {
  const ask = <Output>(operation: string, queueArn: string, role: string, input: object, call?: Partial<Call>) => {
    const { sqs, services } = houses;
    // A queue of another account or region is none of this cloud's.
    const QueueUrl = services.sqs.find(queueArn)?.queue.name ?? "";
    const needs = sqs.needs(operation, { QueueUrl: queueArn, ...input } as never);
    for (const { action } of needs) {
      if (!authority.roleMay(role, { action, resource: queueArn, policy: sqs.policyOf(queueArn) }))
        throw denied(action);
    }
    return sqs.operations[operation]!({ QueueUrl, ...input }, { ...callOf(role), ...call }) as Output;
  };
  return {
    find: (queueArn, role) => {
      const AttributeNames = ["VisibilityTimeout"];
      const output = ask<Sqs.GetQueueAttributesResult>("GetQueueAttributes", queueArn, role, { AttributeNames });
      return { visibilityTimeout: Number(output.Attributes!.VisibilityTimeout) * 1000 };
    },
    receive: async (queueArn, role, { limit, wait, signal }) => {
      const asked = { MaxNumberOfMessages: limit, WaitTimeSeconds: Math.ceil(wait / 1000), ...ALL };
      const output = await ask<Promise<Sqs.ReceiveMessageResult>>("ReceiveMessage", queueArn, role, asked, { signal });
      return (output.Messages ?? []).map(messageOf);
    },
    delete: (queueArn, role, handles) => {
      for (let at = 0; at < handles.length; at += 10) {
        const Entries = handles.slice(at, at + 10).map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle }));
        ask("DeleteMessageBatch", queueArn, role, { Entries });
      }
    },
  };
}

const ALL = { MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] };

function callOf(role: string): Call {
  const requestId = "lambda";
  return { requestId, callerArn: role, callerId: role, sourceIp: "lambda.amazonaws.com", endpoint: "https://lambda" };
}

function messageOf(message: Sqs.Message): QueueMessage {
  return {
    messageId: message.MessageId!,
    receiptHandle: message.ReceiptHandle!,
    body: message.Body!,
    md5OfBody: message.MD5OfBody!,
    attributes: (message.Attributes ?? {}) as Record<string, string>,
    messageAttributes: (message.MessageAttributes ?? {}) as QueueMessage["messageAttributes"],
    md5OfMessageAttributes: message.MD5OfMessageAttributes,
  };
}

/** SQS's answer to who may not. */
function denied(action: string): AwsError {
  return new AwsError("AccessDenied", `The function's role is not authorized to perform: ${action}`, 403);
}
