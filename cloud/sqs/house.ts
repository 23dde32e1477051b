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
    needs: (operation, input: Target): Need[] => needsOf(sqs, operation, input),
    latencyOf: () => LATENCY,
    policyOf: (arn) => sqs.find(arn)?.attributes.Policy,
  };
}

/** Where requests say what they are about. */
interface Target {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Creating a queue with tags needs the permission to tag as well (API reference of CreateQueue). */
function needsOf(sqs: SqsService, operation: string, input: Target): Need[] {
  const resource = resourceOf(sqs, operation, input);
  const need = { action: `sqs:${ACTIONS[operation] ?? operation}`, resource };
  const tags = operation === "CreateQueue" && Object.keys(input.tags ?? {}).length > 0;
  return tags ? [need, { action: "sqs:TagQueue", resource }] : [need];
}

function resourceOf(sqs: SqsService, operation: string, input: Target): string {
  if (operation === "ListQueues") return "*";
  return sqs.arnOf(input.QueueName ?? nameOf(input.QueueUrl));
}
