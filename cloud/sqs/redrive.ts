import { invalidAttribute, invalidValue } from "./errors.ts";
import type { QueueRecord } from "./record.ts";

/** Where a queue's poison goes after how many receives, and which queues a dead-letter queue takes it from. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Both members are needed; the count may come as a string or as a number, 1 to 1000. */
export function readRedrivePolicy(text: string): RedrivePolicy {
  const policy = mapOf(text);
  if (!policy) throw invalidAttribute("RedrivePolicy", "Redrive policy is not a valid JSON map.");
  const missing = ["maxReceiveCount", "deadLetterTargetArn"].find((name) => !(name in policy));
  if (missing) throw refused(text, `Redrive policy does not contain mandatory attribute: ${missing}.`);
  if (Object.keys(policy).length > 2) {
    throw refused(text, "Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].");
  }
  const count = Number(policy.maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw refused(
      text,
      `Invalid value for maxReceiveCount: ${policy.maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  const arn = policy.deadLetterTargetArn;
  if (typeof arn !== "string" || !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:[^:]+$/.test(arn)) {
    throw refused(text, "Invalid value for deadLetterTargetArn.");
  }
  if (!/^arn:[^:]+:sqs:/.test(arn)) {
    throw refused(text, "Only SQS queues are valid resources for deadLetterTargetArn.");
  }
  return { deadLetterTargetArn: arn, maxReceiveCount: count };
}

/** Refuses a redrive policy whose target is missing, of another kind, or does not take the source's dead letters. */
export function checkRedrive(text: string, source: Pick<QueueRecord, "arn" | "fifo">, find: Find): void {
  const { deadLetterTargetArn } = readRedrivePolicy(text);
  if (deadLetterTargetArn.endsWith(".fifo") !== source.fifo) {
    throw refused(text, "Dead-letter queue must be same type of queue as the source..");
  }
  const target = find(deadLetterTargetArn);
  if (!target) throw refused(text, "Dead letter target does not exist.");
  const allows = target.attributes.RedriveAllowPolicy;
  // The refusal is AWS's; this sentence is ours.
  if (allows && !permits(allows, source.arn)) {
    throw refused(text, `Queue ${deadLetterTargetArn} does not allow ${source.arn} to use it as dead-letter queue.`);
  }
}

type Find = (arn: string) => QueueRecord | undefined;

/** Which source queues may use this one as their dead-letter queue. */
export function checkRedriveAllowPolicy(text: string): void {
  const policy = mapOf(text);
  const { redrivePermission, sourceQueueArns } = policy ?? {};
  const known = typeof redrivePermission === "string" && PERMISSIONS.includes(redrivePermission);
  if (!known || (sourceQueueArns !== undefined && !Array.isArray(sourceQueueArns))) {
    throw invalidAttribute("RedriveAllowPolicy", `${CANNOT}, as it’s in an unsupported format.`);
  }
  const count = (sourceQueueArns as unknown[] | undefined)?.length ?? 0;
  if (redrivePermission !== "byQueue" && count > 0) {
    throw notAllowed(text, "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.");
  }
  if (redrivePermission === "byQueue" && count === 0) {
    throw notAllowed(
      text,
      "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.",
    );
  }
  if (count > 10) throw notAllowed(text, "The maximum number of source queue ARNs you can specify is 10.");
}

function permits(allowPolicy: string, sourceArn: string): boolean {
  const { redrivePermission, sourceQueueArns } = JSON.parse(allowPolicy) as {
    redrivePermission: string;
    sourceQueueArns?: string[];
  };
  if (redrivePermission === "byQueue") return sourceQueueArns!.includes(sourceArn);
  return redrivePermission === "allowAll";
}

const PERMISSIONS = ["allowAll", "denyAll", "byQueue"];
const CANNOT = "Amazon SQS can't create the redrive allow policy";

function refused(text: string, reason: string) {
  return invalidValue(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
}

function notAllowed(text: string, reason: string) {
  return invalidValue(`Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: ${CANNOT}. ${reason}`);
}

function mapOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
