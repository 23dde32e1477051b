import type { GivenUp } from "./async-event.ts";
import { timestamp } from "./log-lines.ts";
import type { DepositAttribute } from "./ports.ts";

/**
 * The two forms in which Lambda hands on what became of an asynchronous event: a dead letter is the event itself, with
 * three attributes; an invocation record is a document about it. A function may have both targets and gets both.
 */

/** What the last attempt came to. An event that found no room has a status and nothing else. */
export interface LastAnswer {
  /** HTTP status of the invocation: 200 for an error of the function, 429 for a throttle, 404 for a lost function. */
  readonly statusCode: number;
  readonly executedVersion?: string;
  readonly functionError?: "Unhandled";
  /** JSON. */
  readonly payload?: string;
  readonly errorMessage?: string;
}

export interface Fate {
  readonly requestId: string;
  /** JSON, as it was accepted. */
  readonly payload: string;
  /** With its qualifier; `$LATEST` where none was asked for. */
  readonly functionArn: string;
  readonly condition: GivenUp | "Success";
  readonly invocations: number;
  readonly last: LastAnswer | undefined;
}

/**
 * The attributes of a dead letter. ErrorCode is the status of the last attempt. An event that was refused because the
 * function has zero reserved concurrency had no attempt: it has no ErrorCode, and Lambda's message for it (a slip of
 * the pen included) was read from captures of AWS that another project keeps.
 */
export function deadLetterAttributes({ requestId, condition, last }: Fate): Record<string, DepositAttribute> {
  const refused = condition === "ZeroReservedConcurrency";
  const message = refused ? ZERO_CONCURRENCY : firstKilobyte(last?.errorMessage ?? "");
  return {
    RequestID: { DataType: "String", StringValue: requestId },
    ...(!refused && last && { ErrorCode: { DataType: "Number", StringValue: String(last.statusCode) } }),
    // SQS takes no empty attribute.
    ...(message !== "" && { ErrorMessage: { DataType: "String", StringValue: message } }),
  };
}

const ZERO_CONCURRENCY = "Function not invoked. Function isconfigured with zero reserved concurrent executions";

/**
 * Recorded on AWS, members in this order; a throttled event's context is its status alone. Every success counts 1,
 * however many attempts it took (captures of AWS that another project keeps).
 */
export function invocationRecord(now: number, fate: Fate): string {
  const { requestId, functionArn, condition, last, payload } = fate;
  const approximateInvokeCount = condition === "Success" ? 1 : fate.invocations;
  const answered = condition === "ZeroReservedConcurrency" ? undefined : last;
  const parts = [
    `"version":"1.0"`,
    `"timestamp":"${timestamp(now)}"`,
    `"requestContext":${JSON.stringify({ requestId, functionArn, condition, approximateInvokeCount })}`,
    `"requestPayload":${payload}`,
  ];
  if (answered) parts.push(`"responseContext":${JSON.stringify(responseContext(answered))}`);
  if (answered?.payload !== undefined) parts.push(`"responsePayload":${answered.payload}`);
  return `{${parts.join(",")}}`;
}

function responseContext({ statusCode, executedVersion, functionError }: LastAnswer) {
  return { statusCode, ...(executedVersion && { executedVersion }), ...(functionError && { functionError }) };
}

/** Cut to 1024 bytes without cutting a character in two. */
function firstKilobyte(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= 1024) return text;
  let end = 1024;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end).toString();
}
