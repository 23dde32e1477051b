import { invalidAttribute, twoEncryptions, unknownAttribute } from "./errors.ts";
import type { QueueSettings } from "./queue.ts";
import { checkRedriveAllowPolicy, readRedrivePolicy } from "./redrive.ts";

/**
 * Queue attributes as the API carries them - all strings - and what they mean. Attributes that change behaviour are
 * read into `QueueSettings`; the rest is kept and given back as it was sent.
 */
type Check = (name: string, value: string) => void;

const seconds =
  (min: number, max: number): Check =>
  (name, value) => {
    if (!/^\d+$/.test(value) || Number(value) < min || Number(value) > max) throw invalidAttribute(name);
  };

const oneOf =
  (...values: string[]): Check =>
  (name, value) => {
    if (!values.includes(value)) throw invalidAttribute(name);
  };

const anything: Check = () => {};

/** Those that can be set on every queue. */
const CHECKS: Readonly<Record<string, Check>> = {
  DelaySeconds: seconds(0, 900),
  VisibilityTimeout: seconds(0, 43_200),
  MessageRetentionPeriod: seconds(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: seconds(0, 20),
  MaximumMessageSize: seconds(1024, 1_048_576),
  KmsDataKeyReusePeriodSeconds: seconds(60, 86_400),
  SqsManagedSseEnabled: oneOf("true", "false"),
  KmsMasterKeyId: anything,
  Policy: anything,
  RedrivePolicy: (_, value) => void (value !== "" && readRedrivePolicy(value)),
  RedriveAllowPolicy: (_, value) => void (value !== "" && checkRedriveAllowPolicy(value)),
};

/** Those of FIFO queues; a standard queue does not know them. */
const FIFO_CHECKS: Readonly<Record<string, Check>> = {
  FifoQueue: (name, value) => {
    if (value !== "true") throw invalidAttribute(name, "Modifying queue type is not supported.");
  },
  ContentBasedDeduplication: oneOf("true", "false"),
  DeduplicationScope: oneOf("queue", "messageGroup"),
  FifoThroughputLimit: oneOf("perQueue", "perMessageGroupId"),
};

/** Attributes that a queue has only when they were set. */
export const OPTIONAL = [...Object.keys(CHECKS), ...Object.keys(FIFO_CHECKS)];

/** Defaults of a new queue, and the attributes that `All` shows of it. Read on AWS in 2025. */
export function defaultAttributes(fifo: boolean): Record<string, string> {
  return {
    VisibilityTimeout: "30",
    DelaySeconds: "0",
    MaximumMessageSize: "1048576",
    MessageRetentionPeriod: "345600",
    ReceiveMessageWaitTimeSeconds: "0",
    SqsManagedSseEnabled: "true",
    ...(fifo && { ContentBasedDeduplication: "false", DeduplicationScope: "queue", FifoThroughputLimit: "perQueue" }),
  };
}

/** Refuses attributes that SQS does not know on such a queue, or whose value it would not take. */
export function checkAttributes(attributes: Readonly<Record<string, string>>, fifo: boolean): void {
  const checks = fifo ? { ...CHECKS, ...FIFO_CHECKS } : CHECKS;
  for (const [name, value] of Object.entries(attributes)) {
    if (!Object.hasOwn(checks, name)) throw unknownAttribute(name);
    checks[name]!(name, value);
  }
  if (attributes.KmsMasterKeyId && attributes.SqsManagedSseEnabled === "true") throw twoEncryptions();
}

/** The attributes after `changes`: one set to "" is removed, and of the two encryptions the one asked for last stays. */
export function merged(
  attributes: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  const all: Record<string, string> = { ...attributes, ...changes };
  if (changes.SqsManagedSseEnabled === "true") {
    delete all.KmsMasterKeyId;
    delete all.KmsDataKeyReusePeriodSeconds;
  }
  if (changes.KmsMasterKeyId) {
    all.SqsManagedSseEnabled = "false";
    all.KmsDataKeyReusePeriodSeconds ??= "300";
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
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
