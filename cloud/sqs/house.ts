import type { House, Need } from "../kernel/house.ts";
import { LATENCY } from "./latency.ts";
import { readTaskHandle } from "./move-task.ts";
import { batchOperations } from "./operations/batches.ts";
import { messageOperations } from "./operations/messages.ts";
import { moveTaskOperations } from "./operations/move-tasks.ts";
import { permissionOperations } from "./operations/permissions.ts";
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
    operations: {
      ...queueOperations(sqs),
      ...permissionOperations(sqs),
      ...messageOperations(sqs),
      ...batchOperations(sqs),
      ...moveTaskOperations(sqs),
    },
    needs: (operation, input: Target): Need[] => needsOf(sqs, operation, input),
    latencyOf: () => LATENCY,
    policyOf: (arn) => sqs.find(arn)?.attributes.Policy,
  };
}

/** Where requests say what they are about. */
interface Target {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly TaskHandle?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

function needsOf(sqs: SqsService, operation: string, input: Target): Need[] {
  const resource = resourceOf(sqs, operation, input);
  const more =
    operation === "StartMessageMoveTask" ? moving(sqs, input, resource) : tagging(operation, input, resource);
  return [{ action: `sqs:${ACTIONS[operation] ?? operation}`, resource }, ...more];
}

/** Creating a queue with tags needs the permission to tag as well (API reference of CreateQueue). */
function tagging(operation: string, { tags }: Target, resource: string): Need[] {
  const tagged = operation === "CreateQueue" && Object.keys(tags ?? {}).length > 0;
  return tagged ? [{ action: "sqs:TagQueue", resource }] : [];
}

/** A move is made with its caller's rights (SQS developer guide, "Configure queue permissions for a redrive"). */
function moving(sqs: SqsService, { DestinationArn }: Target, resource: string): Need[] {
  const taking = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  const needs = taking.map((action) => ({ action, resource }));
  const destination = DestinationArn !== undefined && sqs.find(DestinationArn);
  return destination ? [...needs, { action: "sqs:SendMessage", resource: destination.arn }] : needs;
}

function resourceOf(sqs: SqsService, operation: string, input: Target): string {
  if (operation === "ListQueues") return "*";
  const source =
    operation === "CancelMessageMoveTask" ? readTaskHandle(input.TaskHandle ?? "").sourceArn : input.SourceArn;
  // A source that is not here belongs to nobody who could be asked; SQS says then that it is missing.
  if (source !== undefined) return sqs.find(source) ? source : "*";
  return sqs.arnOf(input.QueueName ?? nameOf(input.QueueUrl));
}
