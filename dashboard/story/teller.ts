import type { Fact, Recorded } from "../../cloud/kernel/feed.ts";
import type { Running, Step, Story, Told } from "../data/live.ts";

/** As much of the cloud's facts as the story of a document is made of. */
interface Heard {
  readonly kind: string;
  readonly at: number;
  readonly key?: string;
  readonly keys?: readonly string[];
  readonly requestId?: string;
  readonly attempt?: number;
  readonly outcome?: string;
  readonly errorType?: string;
  readonly destination?: string;
}

/** A document that has not come to its end yet is remembered among the latest so many. */
const REMEMBERED = 200;
const SHOWN = 12;

/** Nobody publishes any more when nothing came for this long, in milliseconds. */
const QUIET = 60_000;

interface Document {
  readonly name: string;
  readonly key: string;
  readonly at: number;
  readonly steps: Step[];
  end: Told["end"];
}

/**
 * Tells the way of the latest documents out of the feed, as it happens. From the CSV's announcement on messages carry
 * no key that anybody could follow without opening them; the story ends there.
 */
export class Teller {
  readonly #documents = new Map<string, Document>();
  readonly #requests = new Map<string, Document>();
  #run: { id: string; since: number; last: number; documents: number } | undefined;

  readonly hear = (fact: Recorded<Fact>): void => this.#hear(fact as Heard);

  /** As far as it has heard; `now` in milliseconds since 1970. */
  story(now: number): Story {
    const latest = [...this.#documents.values()].slice(-SHOWN).reverse();
    const run = this.#running(now);
    return {
      documents: latest.map(({ key, at, steps, end }) => ({ key, at, steps: [...steps], end })),
      ...(run && { run }),
    };
  }

  #running(now: number): Running | undefined {
    if (!this.#run || now - this.#run.last > QUIET) return undefined;
    const { id, since, documents } = this.#run;
    return { id, since, documents };
  }

  #hear(fact: Heard): void {
    const tell = TELLERS[fact.kind];
    if (fact.kind === "ObjectCreated") this.#put(fact);
    else if (fact.kind === "EventAccepted") this.#accept(fact);
    else if (fact.kind === "NotificationDispatched") this.#announce(fact);
    else if (tell) this.#step(this.#requests.get(fact.requestId ?? ""), fact, tell(fact));
  }

  #put(fact: Heard): void {
    const { key = "", at } = fact;
    const name = nameOf(key);
    if (name === undefined) return;
    if (key.startsWith("output/")) this.#step(this.#documents.get(name), fact, { says: "CSV" });
    else this.#begin(name, key, at);
  }

  #begin(name: string, key: string, at: number): void {
    this.#documents.delete(name);
    this.#documents.set(name, { name, key, at, steps: [], end: "on its way" });
    this.#count(name, at);
    if (this.#documents.size > REMEMBERED) this.#forget();
  }

  #forget(): void {
    const [name, oldest] = this.#documents.entries().next().value!;
    this.#documents.delete(name);
    for (const [id, document] of this.#requests) if (document === oldest) this.#requests.delete(id);
  }

  #accept({ keys = [], requestId = "" }: Heard): void {
    const document = this.#documents.get(nameOf(keys[0] ?? "") ?? "");
    if (document) this.#requests.set(requestId, document);
  }

  /** The topic hears of CSVs; the function's own notification is told by its event. */
  #announce(fact: Heard): void {
    if (!fact.key?.startsWith("output/") || !fact.destination?.includes(":sns:")) return;
    this.#step(this.#documents.get(nameOf(fact.key) ?? ""), fact, { says: "announced", end: "announced" });
  }

  #step(document: Document | undefined, { at }: Heard, { says, bad = false, end }: Telling): void {
    if (!document) return;
    document.steps.push({ after: at - document.at, says, bad });
    if (end) document.end = end;
    // Who moved last stands at the end, where the latest are taken from.
    if (this.#documents.delete(document.name)) this.#documents.set(document.name, document);
  }

  /** Keys carry their run; the cohorts of one run differ by their last word. */
  #count(name: string, at: number): void {
    const id = /^(.+?)(?:-(?:baseline|method|recovery))?\/[^/]+$/.exec(name)?.[1];
    if (id === undefined) return;
    if (this.#run?.id !== id) this.#run = { id, since: at, last: at, documents: 0 };
    this.#run.documents++;
    this.#run.last = at;
  }
}

interface Telling {
  readonly says: string;
  readonly bad?: boolean;
  readonly end?: Told["end"];
}

const TELLERS: Readonly<Record<string, (fact: Heard) => Telling>> = {
  InvocationEnded: ({ attempt, outcome, errorType }) => {
    if (outcome === "success") return { says: `run ${attempt} done` };
    return {
      says: `run ${attempt} ${outcome === "timeout" ? "timed out" : `failed (${errorType ?? "error"})`}`,
      bad: true,
    };
  },
  InvocationThrottled: () => ({ says: "throttled", bad: true }),
  EventDeadLettered: () => ({ says: "dead-lettered", bad: true, end: "dead-lettered" }),
  DeadLetterFailed: () => ({ says: "refused by the dead-letter queue", bad: true, end: "lost" }),
  EventExpired: () => ({ says: "too old", bad: true }),
};

const HEARD = ["ObjectCreated", "EventAccepted", "NotificationDispatched", ...Object.keys(TELLERS)];
const KIND = new RegExp(`"kind":"(?:${HEARD.join("|")})"`);

/** Whether a line of a stored feed is any news to a teller: most are not, and reading a line is most of the work. */
export const isTold = (line: string): boolean => KIND.test(line);

/** `input/run/00000001.json` and `output/run/00000001.csv` are one document: `run/00000001`. */
function nameOf(key: string): string | undefined {
  const match = /^(?:input\/(.+)\.json|output\/(.+)\.csv)$/.exec(key);
  return match?.[1] ?? match?.[2];
}
