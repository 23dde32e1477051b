import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../kernel/errors.ts";
import { invalidArgument } from "./errors.ts";
import type { DestinationKind } from "./ports.ts";

/**
 * A bucket's notification configuration: checked, put in the form S3 gives back, and read into rules.
 *
 *     configuration as sent -> arrange -> { stored, rules }      rule + event + key -> notify?
 */
export interface Rule {
  readonly id: string;
  readonly kind: DestinationKind;
  readonly arn: string;
  /** `s3:ObjectCreated:*`, `s3:ObjectRemoved:Delete` */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export interface Arranged {
  readonly stored: S3.NotificationConfiguration;
  readonly rules: readonly Rule[];
}

/** Checks everything that needs no look at the destinations. `newId` names the rules that came without an id. */
export function arrange(sent: S3.NotificationConfiguration, newId: () => string): Arranged {
  const rules: Rule[] = [];
  const take = <T extends Sent>(kind: DestinationKind, entry: T, arn: string | undefined): T => {
    const stored = normalised(entry, newId);
    rules.push(ruleOf(kind, stored, parsedArn(kind, arn)));
    return stored;
  };
  const topics = sent.TopicConfigurations?.map((entry) => take("topic", entry, entry.TopicArn));
  const queues = sent.QueueConfigurations?.map((entry) => take("queue", entry, entry.QueueArn));
  const functions = sent.LambdaFunctionConfigurations?.map((entry) => take("lambda", entry, entry.LambdaFunctionArn));
  checkOverlap(rules);
  const stored = {
    ...(topics?.length && { TopicConfigurations: topics }),
    ...(queues?.length && { QueueConfigurations: queues }),
    ...(functions?.length && { LambdaFunctionConfigurations: functions }),
    ...(sent.EventBridgeConfiguration && { EventBridgeConfiguration: {} }),
  };
  return { stored, rules };
}

/** Whether a rule asks for an event (`ObjectCreated:Put`) of a key. */
export function asksFor(rule: Rule, eventName: string, key: string): boolean {
  return (
    rule.events.some((event) => includes(event, `s3:${eventName}`)) &&
    key.startsWith(rule.prefix) &&
    key.endsWith(rule.suffix)
  );
}

type Sent = Pick<S3.QueueConfiguration, "Id" | "Events" | "Filter">;

/** Ids are given, and rule names written `Prefix` and `Suffix`, whatever case they came in. */
function normalised<T extends Sent>(entry: T, newId: () => string): T {
  for (const event of entry.Events ?? []) checkEvent(event);
  const filterRules = entry.Filter?.Key?.FilterRules;
  return {
    ...entry,
    Id: entry.Id || newId(),
    ...(filterRules && { Filter: { Key: { FilterRules: checkedFilter(filterRules) } } }),
  };
}

function ruleOf(kind: DestinationKind, { Id, Events, Filter }: Sent, arn: string): Rule {
  const value = (name: string) => Filter?.Key?.FilterRules?.find((rule) => rule.Name === (name as never))?.Value ?? "";
  return { id: Id!, kind, arn, events: Events ?? [], prefix: value("Prefix"), suffix: value("Suffix") };
}

/** The wire's names, which errors use. */
const ARGUMENTS: Record<DestinationKind, string> = { queue: "Queue", topic: "Topic", lambda: "CloudFunction" };
const SERVICES: Record<DestinationKind, RegExp> = {
  queue: /^arn:aws[\w-]*:sqs:[^:]*:\d{12}:[^:]+$/,
  topic: /^arn:aws[\w-]*:sns:[^:]*:\d{12}:[^:]+$/,
  lambda: /^arn:aws[\w-]*:lambda:[^:]*:\d{12}:function:[^:]+(:[^:]+)?$/,
};

function parsedArn(kind: DestinationKind, arn: string | undefined): string {
  if (arn === undefined || !SERVICES[kind].test(arn)) {
    throw invalidArgument("The ARN could not be parsed", ARGUMENTS[kind], arn ?? "");
  }
  return arn;
}

function checkedFilter(rules: readonly S3.FilterRule[]): S3.FilterRule[] {
  const names = new Set<string>();
  return rules.map(({ Name, Value }) => {
    const name = { prefix: "Prefix", suffix: "Suffix" }[String(Name).toLowerCase()];
    if (!name) {
      throw invalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", String(Name));
    }
    // The API reference's texts for a filter with two rules of a kind.
    if (names.has(name)) {
      const text = `Cannot specify more than one ${name.toLowerCase()} rule in a filter.`;
      throw invalidArgument(text, "FilterRule.Name", String(Name));
    }
    names.add(name);
    return { Name: name as S3.FilterRuleName, Value: Value ?? "" };
  });
}

/** Event types S3 can be asked for (the model's Event; restore and replication never happen here). */
const EVENTS = new Set(
  [
    "ReducedRedundancyLostObject ObjectCreated:* ObjectCreated:Put ObjectCreated:Post ObjectCreated:Copy",
    "ObjectCreated:CompleteMultipartUpload ObjectRemoved:* ObjectRemoved:Delete ObjectRemoved:DeleteMarkerCreated",
    "ObjectRestore:* ObjectRestore:Post ObjectRestore:Completed ObjectRestore:Delete Replication:*",
    "Replication:OperationFailedReplication Replication:OperationNotTracked Replication:OperationMissedThreshold",
    "Replication:OperationReplicatedAfterThreshold LifecycleTransition IntelligentTiering ObjectAcl:Put",
    "LifecycleExpiration:* LifecycleExpiration:Delete LifecycleExpiration:DeleteMarkerCreated ObjectRetention:Put",
    "ObjectTagging:* ObjectTagging:Put ObjectTagging:Delete ObjectAnnotation:* ObjectAnnotation:Put",
    "ObjectAnnotation:Delete",
  ].flatMap((line) => line.split(" ").map((name) => `s3:${name}`)),
);

/** The text for an unknown event is as issue trackers quote it. */
function checkEvent(event: string): void {
  if (EVENTS.has(event)) return;
  throw invalidArgument("The event is not supported for notifications", "Event", event);
}

function includes(pattern: string, event: string): boolean {
  return pattern.endsWith("*") ? event.startsWith(pattern.slice(0, -1)) : pattern === event;
}

/** No event may have two takers: S3 refuses rules whose events, prefixes and suffixes all overlap. */
function checkOverlap(rules: readonly Rule[]): void {
  rules.forEach((rule, i) => {
    if (!rules.slice(0, i).some((other) => overlaps(rule, other))) return;
    throw new AwsError(
      "InvalidArgument",
      "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
      400,
    );
  });
}

function overlaps(a: Rule, b: Rule): boolean {
  return (
    a.events.some((event) => b.events.some((other) => includes(event, other) || includes(other, event))) &&
    (a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix)) &&
    (a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix))
  );
}
