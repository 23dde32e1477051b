import { plural } from "../../chaos/verdict/words.ts";
import type { LedgerDocument } from "../report/facts.ts";
import { partOf } from "./counter-example.ts";
import type { Part } from "./story.ts";

/** A line of a story: when, in milliseconds since 1970, who, and what. */
export interface Line {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  /** The document it is about, by its name, where one can be told from another. */
  readonly about?: string;
  /** All is well, and nobody can say with which document. */
  readonly idle?: boolean;
}

/** As much of the cloud's facts as the story of a document is made of. */
export interface Heard {
  readonly kind: string;
  readonly at: number;
  readonly [member: string]: unknown;
}

/** The feed's facts of these kinds, one line of NDJSON each. */
export function heardIn(lines: Iterable<string>): Heard[] {
  return [...lines].map((line) => JSON.parse(line) as Heard);
}

/**
 * Retells the facts of a small world. Lambda's tell of a request, and which document that is about is known from its
 * beginning; from SNS on messages carry no key that could be followed without opening them.
 */
export class Hearsay {
  readonly #requests = new Map<unknown, string>();
  readonly #strikes = new Map<string, string>();
  readonly #malformed: ReadonlySet<string>;

  constructor(documents: readonly Pick<LedgerDocument, "key" | "malformed">[]) {
    this.#malformed = new Set(documents.filter(({ malformed }) => malformed).map(({ key }) => key));
  }

  /** What facts have to say, in their order. */
  linesOf(facts: readonly Heard[]): Line[] {
    for (const { kind, requestId, attempt, fault } of facts)
      if (kind === "FaultStruck") this.#strikes.set(`${requestId} ${attempt}`, String(fault));
    return facts.flatMap((fact) => {
      this.#remember(fact);
      const about = this.#subject(fact);
      const told = TELLERS[fact.kind]?.(fact, about ?? "an event", this.#trait(fact));
      return told ? [{ at: fact.at, ...told, ...(about !== undefined && { about }) }] : [];
    });
  }

  #remember({ kind, requestId, keys }: Heard): void {
    if (kind !== "EventAccepted" || !Array.isArray(keys)) return;
    this.#requests.set(requestId, keys.map((key) => nameOf(String(key))).join(", "));
  }

  #subject({ key, requestId }: Heard): string | undefined {
    return typeof key === "string" ? nameOf(key) : this.#requests.get(requestId);
  }

  /** What is to be added: the fault that struck a run, or that a document is malformed. */
  #trait({ key, requestId, attempt }: Heard): string {
    const fault = this.#strikes.get(`${requestId} ${attempt}`);
    if (fault) return ` (struck by ${fault})`;
    return this.#malformed.has(String(key)) ? ", malformed" : "";
  }
}

/** `document 12`; of another cohort than the method's own `document 12 of the baseline`. */
export function nameOf(key: string): string {
  const part = partOf({ key });
  return part ? titleOf(part) : key;
}

function titleOf({ cohort, sequence }: Part): string {
  return `document ${sequence}${cohort === "method" ? "" : ` of the ${cohort}`}`;
}

type Telling = (fact: Heard, subject: string, trait: string) => Omit<Line, "at" | "about"> | undefined;

const TELLERS: Readonly<Record<string, Telling>> = {
  ObjectCreated: ({ key, size }, subject, trait) =>
    String(key).startsWith("output/")
      ? { who: "transform", what: `writes the CSV of ${subject}, ${size} bytes` }
      : { who: "publisher", what: `puts ${subject}, ${size} bytes${trait}` },
  RequestServed: ({ key, operation, status }, subject) =>
    Number(status) >= 400 && key ? { who: "s3", what: `answers ${operation} of ${subject} with ${status}` } : undefined,
  InvocationEnded: ({ attempt, outcome, errorType, errorMessage, duration }, subject, trait) => {
    const run = `attempt ${attempt} at ${subject}`;
    const took = `after ${(Number(duration) / 1000).toFixed(1)} s${trait}`;
    if (outcome === "success") return { who: "transform", what: `${run} is done ${took}` };
    if (outcome === "timeout") return { who: "transform", what: `${run} timed out ${took}` };
    return { who: "transform", what: `${run} failed ${took}: ${short(`${errorType}: ${errorMessage}`)}` };
  },
  InvocationThrottled: ({ reason }, subject) => ({ who: "lambda", what: `throttles ${subject}: ${reason}` }),
  EventExpired: (_, subject) => ({ who: "lambda", what: `gives ${subject} up: its event has grown too old` }),
  EventDropped: ({ condition, invocations }, subject) => ({
    who: "lambda",
    what: `gives ${subject} up after ${plural(Number(invocations), "attempt")}: ${condition}`,
  }),
  EventDeadLettered: ({ target }, subject) => ({
    who: "lambda",
    what: `sends the event of ${subject} to ${tailOf(target)}`,
  }),
  DeadLetterFailed: ({ target }, subject) => ({
    who: "lambda",
    what: `cannot send the event of ${subject} to ${tailOf(target)}, and forgets it`,
  }),
  NotificationFilteredOut: ({ topic, subscription }) => ({
    who: "sns",
    what: `a filter keeps a notification of ${topic} from ${tailOf(subscription)}`,
  }),
  NotificationFailed: ({ topic, code, attempts }) => ({
    who: "sns",
    what: `gives a notification of ${topic} up after ${plural(Number(attempts), "attempt")}: ${code}`,
  }),
  NotificationRedriven: ({ to }) => ({ who: "sns", what: `parks the notification in ${tailOf(to)}` }),
  RedriveFailed: ({ to }) => ({ who: "sns", what: `cannot park the notification in ${tailOf(to)}, and forgets it` }),
  NotificationDelivered: ({ topic }) => ({ who: "sns", what: `hands on a notification of ${topic}`, idle: true }),
  MessageRedriven: ({ queue, to }) => ({ who: "sqs", what: `moves a message of ${queue} to ${to}` }),
  MessageExpired: ({ queue }) => ({ who: "sqs", what: `a message of ${queue} has grown too old, and is gone` }),
};

/** The last part of an ARN that is a name: not the id of a subscription, but its topic. */
function tailOf(arn: unknown): string {
  return String(arn)
    .replace(/:[0-9a-f-]{36}$/, "")
    .split(/[:/]/)
    .at(-1)!;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
}
