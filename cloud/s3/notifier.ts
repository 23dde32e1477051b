import type { Feed } from "../kernel/feed.ts";
import type { Call, Place } from "../kernel/house.ts";
import type { BucketRecord } from "./configuration.ts";
import { invalidArgument, invalidDestinations } from "./errors.ts";
import { eventOf, type Occurrence, testEventOf } from "./event.ts";
import type { S3Fact } from "./facts.ts";
import { asksFor, type Rule } from "./notification.ts";
import type { Owner } from "./owner.ts";
import type { Destinations } from "./ports.ts";
import { Sequencer } from "./sequencer.ts";

/** An occurrence that has not been given its sequencer yet. */
export type Happening = Omit<Occurrence, "sequencer">;

/**
 * Tells the destinations of a bucket what happened in it: one message per rule that asks, handed to the port at once.
 * What happened is committed by then; nobody waits for a destination.
 */
export class Notifier {
  readonly #wiring: NotifierWiring;
  readonly #sequencer = new Sequencer();

  constructor(wiring: NotifierWiring) {
    this.#wiring = wiring;
  }

  notify(record: BucketRecord, happening: Happening, call: Call): void {
    const asking = record.configuration.rules.filter((rule) => asksFor(rule, happening.eventName, happening.key));
    if (asking.length === 0) return;
    const { now, place, owner } = this.#wiring;
    const sequenced = UNSEQUENCED.test(happening.eventName) ? {} : { sequencer: this.#sequencer.next(now()) };
    const bucket = { name: record.bucket.name, arn: record.arn };
    for (const rule of asking) {
      const circumstances = { place, owner, bucket, call, now: now(), configurationId: rule.id };
      const event = eventOf({ ...happening, ...sequenced }, circumstances);
      this.#dispatch(record, rule, happening, JSON.stringify(event));
    }
  }

  /** Checks the rules of a new configuration against the world; throws what S3 answers when they cannot work. */
  check(record: BucketRecord, rules: readonly Rule[], skipValidation: boolean): void {
    for (const { arn } of rules) this.#checkRegion(arn);
    if (!skipValidation) this.#validate(record, rules);
  }

  /** Greets every queue and topic of a configuration that has just been put. */
  greet(record: BucketRecord, rules: readonly Rule[], call: Call): void {
    const body = JSON.stringify(testEventOf(record.bucket.name, call.requestId, this.#wiring.now()));
    for (const rule of rules) {
      if (rule.kind !== "lambda") this.#dispatch(record, rule, { eventName: "s3:TestEvent", key: "" }, body);
    }
  }

  #dispatch({ bucket: { name: bucket }, arn: bucketArn }: BucketRecord, rule: Rule, what: Happening, body: string) {
    const { key, eventName } = what;
    this.#wiring.feed.record({ kind: "NotificationDispatched", bucket, key, destination: rule.arn, eventName });
    this.#wiring.destinations.dispatch({ kind: rule.kind, destinationArn: rule.arn, body, bucketArn, bucket, key });
  }

  #checkRegion(arn: string): void {
    if (arn.split(":")[3] === this.#wiring.place.region) return;
    throw invalidArgument(
      "The notification destination service region is not valid for the bucket location constraint",
      "NotificationConfiguration",
      arn,
    );
  }

  #validate({ arn: bucketArn }: BucketRecord, rules: readonly Rule[]): void {
    const reasons: [name: string, value: string][] = [];
    for (const { kind, arn } of rules) {
      const fifo = kind !== "lambda" && arn.endsWith(".fifo");
      const reason = fifo ? "fifo" : this.#wiring.destinations.reasonAgainst({ kind, arn, bucketArn });
      if (reason) reasons.push([kind === "lambda" ? `${arn}, null` : arn, reasonText(kind, arn, reason)]);
    }
    if (reasons.length > 0) throw invalidDestinations(reasons);
  }
}

export interface NotifierWiring {
  readonly now: () => number;
  readonly feed: Feed<S3Fact>;
  readonly place: Place;
  readonly owner: Owner;
  readonly destinations: Destinations;
}

/** Tags and ACLs do not change what a key holds, so they take no place in the order of writes. */
const UNSEQUENCED = /^Object(Tagging|Acl):/;

/** S3's words. That FIFO will not do is documented, S3's words for it are not: the sentence is after the user guide's. */
function reasonText(kind: Rule["kind"], arn: string, reason: "missing" | "denied" | "fifo"): string {
  if (kind === "lambda") return `Not authorized to invoke function [${arn}]`;
  if (reason === "missing") return `The destination ${kind} does not exist`;
  if (reason === "denied") {
    return `Permissions on the destination ${kind} do not allow S3 to publish notifications from this bucket`;
  }
  return `FIFO ${kind}s aren't supported as an Amazon S3 event notification destination`;
}
