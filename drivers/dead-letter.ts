/**
 * Which documents a dead letter tells of. Three forms:
 *
 *     a function's dead-letter queue     the event, verbatim; attributes RequestID, ErrorCode, ErrorMessage
 *     a function's failure destination   a record with requestContext and requestPayload
 *     a subscription's redrive queue     the notification as the queue should have had it, without attributes
 */
import type { Message } from "@aws-sdk/client-sqs";
import type { DeadLettered } from "./ledger/event.ts";
import { objectsIn } from "./notifications.ts";

export function documentsIn(message: Message, queue: string): DeadLettered[] {
  const { Body = "", Attributes = {} } = message;
  const record = destinationRecord(Body);
  const objects = objectsIn(record === undefined ? Body : JSON.stringify(record.requestPayload)) ?? [];
  const known = {
    at: Number(Attributes.SentTimestamp ?? 0),
    queue,
    ...(record ? ofRecord(record) : ofAttributes(message)),
  };
  return objects.map(({ key }) => ({ key, ...known }));
}

interface DestinationRecord {
  requestContext: { condition: string; approximateInvokeCount: number };
  requestPayload: unknown;
  responsePayload?: { errorType?: string; errorMessage?: string };
}

function destinationRecord(body: string): DestinationRecord | undefined {
  try {
    const record = JSON.parse(body) as Partial<DestinationRecord> | null;
    return record?.requestContext && record.requestPayload ? (record as DestinationRecord) : undefined;
  } catch {
    return undefined;
  }
}

function ofRecord({ requestContext, responsePayload }: DestinationRecord): { reason: string; attempts: number } {
  const { condition, approximateInvokeCount } = requestContext;
  const said = responsePayload?.errorMessage;
  return { reason: said === undefined ? condition : `${condition}: ${said}`, attempts: approximateInvokeCount };
}

/** SNS adds no attributes when it parks a notification, so their absence says that it was never delivered. */
function ofAttributes({ MessageAttributes = {} }: Message): { reason: string } {
  const { ErrorCode, ErrorMessage } = MessageAttributes;
  if (ErrorMessage?.StringValue) return { reason: ErrorMessage.StringValue };
  return {
    reason: ErrorCode?.StringValue ? `error code ${ErrorCode.StringValue}` : "not delivered to its subscription",
  };
}
