import type { House, Need } from "../kernel/house.ts";
import { LATENCY } from "./latency.ts";
import { batchOperations } from "./operations/batches.ts";
import { messageOperations } from "./operations/messages.ts";
import { queueOperations } from "./operations/queues.ts";
import type { SqsService } from "./service.ts";
import { nameOf } from "./url.ts";

/** Batch operations need the permission of the single one (the SQS developer guide's API permissions reference). */
const ACTIONS: Record<string, string> = {
  SendMessageBatch: "SendMessage",
  DeleteMessageBatch: "DeleteMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
};

/** SQS as the gateway sees it. */
export function sqsHouse(sqs: SqsService): House {
  return {
    name: "sqs",
    operations: { ...queueOperations(sqs), ...messageOperations(sqs), ...batchOperations(sqs) },
    needs: (operation, input: { QueueUrl?: string; QueueName?: string }): Need[] => [
      { action: `sqs:${ACTIONS[operation] ?? operation}`, resource: resourceOf(sqs, operation, input) },
    ],
    latencyOf: () => LATENCY,
    policyOf: (arn) => sqs.find(arn)?.attributes.Policy,
  };
}

function resourceOf(sqs: SqsService, operation: string, input: { QueueUrl?: string; QueueName?: string }): string {
  if (operation === "ListQueues") return "*";
  return sqs.arnOf(input.QueueName ?? nameOf(input.QueueUrl));
}
