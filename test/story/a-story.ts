import type { CloudFact } from "../../cloud/cloud.ts";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import type { Load } from "../../drivers/load.ts";
import type { Simulation } from "../../lab/simulation.ts";
import { type ALab, aLab } from "../a-lab.ts";

/** One document on its way through the pipeline, told aloud: a line for each thing that happened to it. */
export interface Story {
  readonly lines: string[];
  /** Where the document ended; nowhere if S3 never had it. */
  readonly cell: string | undefined;
  readonly duplicates: number;
  readonly duplicateEffects: number;
  readonly facts: readonly Recorded<CloudFact>[];
  readonly world: Simulation;
}

/** Publishes one document (a whole one if nothing is said) after `before` has changed the world, and lets it end. */
export async function aStory(
  { load, ...lab }: ALab & { load?: Partial<Load> } = {},
  before: (world: Simulation) => Promise<unknown> | unknown = () => {},
): Promise<Story> {
  return await aLab({ clients: "sdk", ...lab }, async (world) => {
    await before(world);
    const begun = world.facts.length;
    const drive = world.drive({ name: "method", documents: 1, perSecond: 1, malformed: 0, ...load });
    await drive.published;
    const { cells, duplicates, duplicateEffects } = await drive.settle(world.clock.now() + 600_000);
    await world.crew.dismiss();
    // Before the document come the test events of a young bucket.
    const first = world.facts.findIndex(({ kind }, i) => i >= begun && kind === "ObjectCreated");
    const facts = first < 0 ? [] : world.facts.slice(first);
    const [cell] = Object.entries(cells).flatMap(([name, count]) => (count > 0 ? [name] : []));
    return { lines: facts.flatMap(told), cell, duplicates, duplicateEffects, facts, world };
  });
}

/** Lambda's part of a story, for one of several events: what has its request id. */
export function linesOf({ facts }: Story, requestId: string): string[] {
  return facts.filter((fact) => "requestId" in fact && fact.requestId === requestId).flatMap(told);
}

/** Everything but what the lab's own looking adds. */
function told(fact: Recorded<CloudFact>): string[] {
  const { kind } = fact;
  const line = (...words: (string | number | undefined)[]) => [
    [kind, ...words.filter((word) => word !== undefined)].join(" "),
  ];
  switch (kind) {
    case "ObjectCreated":
    case "ObjectRead":
      return line(`${short(fact.bucket)}/${document(fact.key)}`);
    case "NotificationDispatched":
      return line(`${short(fact.bucket)}/${document(fact.key)} -> ${short(fact.destination)}`);
    case "EventAccepted":
      return line(short(fact.resource));
    case "InvocationStarted":
      return line(short(fact.resource), `attempt ${fact.attempt}`);
    case "InvocationEnded":
      return line(short(fact.resource), fact.outcome, fact.errorType);
    case "InvocationThrottled":
      return line(short(fact.resource));
    case "EventRetried":
      return line(short(fact.resource), `in ${inWords(fact.delay)}, after ${fact.after}`);
    case "EventDropped":
      return line(short(fact.resource), fact.condition);
    case "EventDeadLettered":
    case "DeadLetterFailed":
      return line(`${short(fact.resource)} -> ${short(fact.target)}`);
    case "Published":
      return line(short(fact.topic));
    case "NotificationDelivered":
    case "NotificationFailed":
      return line(short(fact.topic), kind === "NotificationFailed" ? fact.code : undefined);
    case "NotificationRedriven":
      return line(`${short(fact.topic)} -> ${short(fact.to)}`);
    case "MessageSent":
    case "MessageDeleted":
      return line(short(fact.queue));
    case "MessageReceived":
      // Dead letters are read by the lab, and stay.
      return short(fact.queue) === "deliveries" ? line("deliveries") : [];
    case "AccessDenied":
      return line(fact.action, "on", short(fact.resource));
    default:
      return HEARD.has(kind) ? [] : line();
  }
}

/** What happens around a document and not to it. */
const HEARD: ReadonlySet<string> = new Set(["RequestServed", "EmptyReceive", "AlarmStateChanged"]);

/** `arn:aws:sns:us-east-1:111122223333:converted-lab` as `converted`. */
function short(name: string): string {
  return name.replace(/^arn:aws:\w+:[\w-]*:\d+:(function:)?/, "").replace(/-lab(?=:|$)/, "");
}

/** The one document there is, by the name a reader would give it. */
function document(key: string): string {
  return key.replace(/^(input|output)\/.*\.(json|csv)$/, "$1/report.$2");
}

/** About how long, in whole minutes from one on. */
function inWords(milliseconds: number): string {
  if (milliseconds < 59_000) return `${Math.round(milliseconds / 1000)} s`;
  const minutes = Math.floor(milliseconds / 60_000);
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
