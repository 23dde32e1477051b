import { invalidParameter } from "./errors.ts";
import { FilterPolicy } from "./filter/policy.ts";
import { PolicyRefusal } from "./filter/refusal.ts";
import { JsonError, JsonTokens } from "./filter/tokens.ts";
import type { Scope } from "./filter/verdict.ts";

/**
 * What can be set on a subscription: the strings as they were sent, for the API to show again, and what they mean.
 */
export interface SubscriptionSettings {
  readonly attributes: Readonly<Record<string, string>>;
  readonly raw: boolean;
  readonly filter: FilterPolicy | undefined;
  /** The dead-letter queue's ARN. */
  readonly deadLetterTargetArn: string | undefined;
}

export const NO_SETTINGS: SubscriptionSettings = {
  attributes: {},
  raw: false,
  filter: undefined,
  deadLetterTargetArn: undefined,
};

/** Subscribe prefixes its complaints about attributes; SetSubscriptionAttributes does not. */
export const OF_SUBSCRIBE = "Attributes Reason: ";

/** The settings after `changes`; refuses what SNS refuses. A value of "" (and a policy of `{}`) removes. */
export function changed(
  settings: SubscriptionSettings,
  changes: Readonly<Record<string, string>>,
  protocol: string,
  complaint = "",
): SubscriptionSettings {
  for (const [name, value] of Object.entries(changes)) check(name, value, protocol, complaint);
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...settings.attributes, ...changes })) {
    if (!isEmpty(value)) attributes[name] = name === "RawMessageDelivery" ? value.toLowerCase() : value;
  }
  const { FilterPolicy: policy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = attributes;
  return {
    attributes,
    raw: RawMessageDelivery === "true",
    filter: policy === undefined ? undefined : compiled(policy, FilterPolicyScope, complaint),
    deadLetterTargetArn: RedrivePolicy === undefined ? undefined : deadLetterQueue(RedrivePolicy, complaint),
  };
}

/** The names that the API reference of SetSubscriptionAttributes lists. */
const NAMES = new Set([
  "DeliveryPolicy",
  "FilterPolicy",
  "FilterPolicyScope",
  "RawMessageDelivery",
  "RedrivePolicy",
  "SubscriptionRoleArn",
  "ReplayPolicy",
]);

function check(name: string, value: string, protocol: string, complaint: string): void {
  if (!NAMES.has(name)) throw invalidParameter("AttributeName");
  if (name === "RawMessageDelivery") checkRaw(value, protocol, complaint);
  if (name === "FilterPolicyScope" && value !== "MessageBody" && value !== "MessageAttributes") {
    throw invalidParameter(
      `${complaint}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  }
}

function checkRaw(value: string, protocol: string, complaint: string): void {
  if (!/^(true|false)$/i.test(value)) {
    throw invalidParameter(`${complaint}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  if (value.toLowerCase() === "true" && !TAKE_RAW.has(protocol)) {
    throw invalidParameter(`${complaint}Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
}

const TAKE_RAW = new Set(["sqs", "http", "https"]);

function isEmpty(value: string): boolean {
  return value === "" || /^\s*\{\s*\}\s*$/.test(value);
}

function compiled(policy: string, scope: string | undefined, complaint: string): FilterPolicy {
  try {
    return new FilterPolicy(policy, (scope ?? "MessageAttributes") as Scope);
  } catch (error) {
    if (!(error instanceof PolicyRefusal)) throw error;
    throw invalidParameter(complaint + error.message);
  }
}

/** A FIFO queue's dead letters go to a FIFO queue. */
export function checkDeadLetterQueue(
  { deadLetterTargetArn }: SubscriptionSettings,
  endpoint: string,
  complaint = "",
): void {
  if (!endpoint.endsWith(".fifo") || deadLetterTargetArn === undefined || deadLetterTargetArn.endsWith(".fifo")) return;
  throw invalidParameter(
    `${complaint}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.`,
  );
}

function deadLetterQueue(policy: string, complaint: string): string {
  const { deadLetterTargetArn: arn, ...rest } = parsed(policy, complaint);
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) {
    throw invalidParameter(`${complaint}RedrivePolicy: invalid JSON. Attribute ${unknown} is unknown.`);
  }
  if (typeof arn !== "string" || !/^arn:aws[^:]*:sqs:[^:]+:\d{12}:[^:]+$/.test(arn)) {
    throw invalidParameter(`${complaint}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  }
  return arn;
}

/** Goes through the tokens first: SNS's words about a syntax error give its place. */
function parsed(policy: string, complaint: string): { deadLetterTargetArn?: unknown } {
  try {
    const tokens = new JsonTokens(policy);
    while (tokens.next() !== "end");
    return (JSON.parse(policy) as { deadLetterTargetArn?: unknown } | null) ?? {};
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw invalidParameter(`${complaint}RedrivePolicy: failed to parse JSON. ${error.message}`);
  }
}
