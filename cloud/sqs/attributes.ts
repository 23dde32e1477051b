import { invalidValue, unknownAttribute } from "./errors.ts";
import type { QueueSettings } from "./queue.ts";

/**
 * Queue attributes as the API carries them - all strings - and what they mean. Attributes that change behaviour are
 * read into `QueueSettings`; the rest is kept and given back as it was sent.
 */
const SECONDS: Record<string, { setting: keyof QueueSettings; max: number; min: number }> = {
  DelaySeconds: { setting: "delay", min: 0, max: 900 },
  VisibilityTimeout: { setting: "visibilityTimeout", min: 0, max: 43_200 },
  MessageRetentionPeriod: { setting: "retention", min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { setting: "receiveWait", min: 0, max: 20 },
};

/** Defaults of a new queue, and the attributes that `All` shows of it. Read on AWS in 2025. */
export const DEFAULT_ATTRIBUTES: Readonly<Record<string, string>> = {
  VisibilityTimeout: "30",
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
};

const KEPT = [
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "SqsManagedSseEnabled",
];

/** Refuses attributes that SQS does not know or whose value is out of range. FIFO queues are not served. */
export function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const range = SECONDS[name] ?? (name === "MaximumMessageSize" ? { min: 1024, max: 1_048_576 } : undefined);
    if (!range && !KEPT.includes(name)) throw unknownAttribute(name);
    if (range && !(/^\d+$/.test(value) && Number(value) >= range.min && Number(value) <= range.max)) {
      throw invalidAttribute(name);
    }
    if (name === "RedrivePolicy" && value !== "") readRedrivePolicy(value);
  }
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Both members are needed; the count may come as a string or as a number, 1 to 1000. */
export function readRedrivePolicy(text: string): RedrivePolicy {
  let policy: Partial<Record<keyof RedrivePolicy, unknown>>;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalidAttribute("RedrivePolicy");
  }
  const count = Number(policy?.maxReceiveCount);
  if (typeof policy?.deadLetterTargetArn !== "string" || !Number.isInteger(count) || count < 1 || count > 1000) {
    throw invalidAttribute("RedrivePolicy");
  }
  return { deadLetterTargetArn: policy.deadLetterTargetArn, maxReceiveCount: count };
}

/** What the attributes mean to the queue. */
export function settingsOf(attributes: Readonly<Record<string, string>>): QueueSettings {
  const milliseconds = (name: string) => Number(attributes[name]) * 1000;
  const redrive = attributes.RedrivePolicy;
  return {
    delay: milliseconds("DelaySeconds"),
    visibilityTimeout: milliseconds("VisibilityTimeout"),
    retention: milliseconds("MessageRetentionPeriod"),
    receiveWait: milliseconds("ReceiveMessageWaitTimeSeconds"),
    maximumMessageSize: Number(attributes.MaximumMessageSize),
    maxReceiveCount: redrive ? readRedrivePolicy(redrive).maxReceiveCount : undefined,
  };
}

/** SQS's text for a refused attribute, from its API reference. */
function invalidAttribute(name: string) {
  return invalidValue(`Invalid value for the parameter ${name}.`);
}
