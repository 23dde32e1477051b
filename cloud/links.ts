import type { Clock } from "./kernel/clock.ts";
import { Link } from "./kernel/link.ts";
import { Quantiles } from "./kernel/quantiles.ts";
import type { Random } from "./kernel/random.ts";

/**
 * The wires between the services, and how long a parcel travels on each, in milliseconds.
 *
 * S3: "typically, event notifications are delivered in seconds but can sometimes take a minute or longer" (Amazon S3
 * user guide, "Amazon S3 Event Notifications"); practitioners measure a few hundred milliseconds, which is what stands
 * here, without the rare minute. SNS: "typically less than 30 milliseconds" to a queue (Amazon SNS FAQs). The rest are
 * sends inside a region, for which AWS gives no figure; ours are those of the receiving service.
 */
const S3_EVENT = new Quantiles({ 0: 80, 50: 230, 90: 380, 99: 570, 100: 1100 });
const SNS_NOTIFICATION = new Quantiles({ 0: 6, 50: 18, 90: 30, 99: 80, 100: 300 });
const SEND = new Quantiles({ 0: 3, 50: 10, 90: 20, 99: 60, 100: 200 });

const LATENCIES = {
  "s3 -> lambda": S3_EVENT,
  "s3 -> sns": S3_EVENT,
  "s3 -> sqs": S3_EVENT,
  "sns -> sqs": SNS_NOTIFICATION,
  "sns -> lambda": SNS_NOTIFICATION,
  "lambda -> sqs": SEND,
  "lambda -> sns": SEND,
  "cloudwatch -> sns": SEND,
  "cloudwatch -> lambda": SEND,
  "logs -> lambda": SEND,
} as const;

export type LinkName = keyof typeof LATENCIES;

/** A parcel is what happens when it arrives. */
export type Links = Readonly<Record<LinkName, Link<() => void>>>;

export function linksOf(clock: Clock, random: Random): Links {
  const link = (name: LinkName) =>
    new Link<() => void>({
      clock,
      random: random.fork("links").fork(name),
      latency: LATENCIES[name],
      deliver: (arrive) => arrive(),
    });
  return Object.fromEntries(linkNames().map((name) => [name, link(name)])) as Links;
}

export function linkNames(): LinkName[] {
  return Object.keys(LATENCIES) as LinkName[];
}
