import { invalidParameter } from "./errors.ts";

/**
 * How often and how fast SNS tries HTTP endpoints: what was set, and what is in force. It is kept, shown and completed
 * as AWS does it; no endpoint here is reached by HTTP.
 *
 *     topic         {"http": {"defaultHealthyRetryPolicy": ..., "disableSubscriptionOverrides": false, ...}}
 *     subscription  {"healthyRetryPolicy": ..., "throttlePolicy": ..., "requestPolicy": ...}
 */
type Policy = Readonly<Record<string, unknown>>;

/** A topic's policy as it is kept: without nulls, and saying whether subscriptions may have their own. "" is none. */
export function keptTopicPolicy(text: string): string {
  const { http } = read(text);
  if (http === undefined) return "";
  const { disableSubscriptionOverrides = false, ...rest } = http as Policy;
  return JSON.stringify({
    http: { ...given(rest), disableSubscriptionOverrides: disableSubscriptionOverrides ?? false },
  });
}

/** The topic's policy in force: what was set, completed by SNS's own. */
export function effectiveTopicPolicy(set: string | undefined): string {
  return JSON.stringify({ http: httpOf(set) });
}

/** A subscription's policy as it is shown: every part, with null for what was not set. */
export function shownPolicy(text: string): string {
  return JSON.stringify({ ...PARTS, ...completed(read(text)), guaranteed: false });
}

/** The subscription's policy in force: its own parts, the topic's for the rest. */
export function effectivePolicy(own: string | undefined, topics: string | undefined): string {
  const { defaultHealthyRetryPolicy, defaultThrottlePolicy, defaultRequestPolicy } = httpOf(topics);
  const inherited = given({
    healthyRetryPolicy: defaultHealthyRetryPolicy,
    throttlePolicy: defaultThrottlePolicy,
    requestPolicy: defaultRequestPolicy,
  });
  return JSON.stringify({ ...PARTS, ...inherited, ...(own && completed(read(own))), guaranteed: false });
}

const PARTS = { healthyRetryPolicy: null, sicklyRetryPolicy: null, throttlePolicy: null, requestPolicy: null };

const HEALTHY_RETRY = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};

const REQUEST = { headerContentType: "text/plain; charset=UTF-8" };

function httpOf(set: string | undefined): Policy {
  const http = ((set && read(set).http) ?? {}) as Record<string, object | undefined>;
  return {
    defaultHealthyRetryPolicy: { ...HEALTHY_RETRY, ...http.defaultHealthyRetryPolicy },
    disableSubscriptionOverrides: http.disableSubscriptionOverrides ?? false,
    defaultRequestPolicy: { ...REQUEST, ...http.defaultRequestPolicy },
    ...(http.defaultThrottlePolicy && { defaultThrottlePolicy: http.defaultThrottlePolicy }),
  };
}

function completed(policy: Policy): Policy {
  const { healthyRetryPolicy, ...rest } = given(policy) as Record<string, object | undefined>;
  return { ...rest, ...(healthyRetryPolicy && { healthyRetryPolicy: { ...HEALTHY_RETRY, ...healthyRetryPolicy } }) };
}

function given(policy: Policy): Policy {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== null && value !== undefined));
}

function read(text: string): Policy {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Policy;
  } catch {
    // The complaint says it all.
  }
  throw invalidParameter("DeliveryPolicy");
}
