import { createHash } from "node:crypto";
import { parseBody } from "../body/body.ts";
import { type TimeRange, timeRange } from "../body/time-range.ts";
import type { Live, Story } from "../data/live.ts";
import { takeSnapshot } from "../data/snapshot.ts";
import type { Source } from "../data/source.ts";
import type { Fault } from "../picture/faults.ts";

export interface Wiring extends View {
  /** Which dashboard to show where nobody names one; the first if nothing is said. */
  name?(): string | undefined;
  /** How often a page asks, in milliseconds. */
  readonly refresh: number;
  /** Of a run that is over, where the page chooses the moment that it looks at. */
  readonly past?: Past;
}

/** What is to be seen at one moment. */
export interface View {
  readonly source: Source;
  now(): number;
  /** Laid over every graph; a deployed body cannot know of them. */
  faults(): Promise<readonly Fault[]>;
  /** Where single documents are told of. */
  story?(): Story;
}

export interface Past {
  readonly span: TimeRange;
  /** What graphs show where nobody chooses: all of it, whatever the moment, so that lines grow and nothing jumps. */
  readonly range: TimeRange;
  /** What was to be seen at an instant of the span, and nothing that came later. */
  at(instant: number): View;
}

/** What a page may choose. */
export interface Choice {
  readonly name: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly period: string | null;
  /** The moment of a run that is over, in milliseconds since 1970; its end if nothing is said. */
  readonly at: string | null;
}

/** Names and bodies are looked up again after this, in milliseconds. They change when somebody deploys. */
const BODY_LASTS = 5000;

/** How long an answer serves everybody who asks the same: several pages cost what one does. */
const SHARED = 0.9;

interface Kept<T> {
  readonly at: number;
  readonly what: Promise<T>;
}

/** Answers the page's questions by asking CloudWatch, each no more often than it is worth. */
export class Desk {
  readonly #wiring: Wiring;
  readonly #names = new Map<string, Kept<readonly string[]>>();
  readonly #bodies = new Map<string, Kept<string>>();
  readonly #answers = new Map<string, Kept<Live>>();

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  async names(): Promise<{ names: readonly string[]; name: string }> {
    const names = await kept(this.#names, "", BODY_LASTS, this.#wiring.now(), () =>
      this.#wiring.source.listDashboards(),
    );
    // Somebody who deploys for the first time should not have to wait.
    if (names.length === 0) this.#names.clear();
    const usual = this.#wiring.name?.();
    return { names, name: usual ?? names[0] ?? "" };
  }

  async body(choice: Choice): Promise<{ text: string }> {
    return { text: await this.#bodyOf(await this.#nameOf(choice)) };
  }

  async live(choice: Choice): Promise<Live> {
    const { refresh } = this.#wiring;
    return await kept(this.#answers, JSON.stringify(choice), refresh * SHARED, this.#wiring.now(), () =>
      this.#ask(choice),
    );
  }

  async #ask(choice: Choice): Promise<Live> {
    const { refresh, past } = this.#wiring;
    const { source, faults, story, ...view } = this.#viewOf(choice);
    const name = await this.#nameOf(choice);
    const text = await this.#bodyOf(name);
    const body = parseBody(text);
    const now = view.now();
    const range = rangeOf(choice, past?.range ?? timeRange(body.start, body.end, now), now);
    const period = periodOf(choice);
    const frame = { range, now, periodOverride: body.periodOverride, ...(period !== undefined && { period }) };
    const [snapshot, inForce] = await Promise.all([takeSnapshot(body, source, frame), faults()]);
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
    const more = { ...(story && { story: story() }), ...(past && { past: past.span }) };
    return { name, snapshot, faults: inForce, body: digest, refresh, ...more };
  }

  #viewOf({ at }: Choice): View {
    const { past } = this.#wiring;
    if (!past || !at) return this.#wiring;
    const { from, to } = past.span;
    const instant = Number(at);
    return Number.isFinite(instant) ? past.at(Math.min(Math.max(instant, from), to)) : this.#wiring;
  }

  async #nameOf({ name }: Choice): Promise<string> {
    const chosen = name || (await this.names()).name;
    if (chosen === "") throw new Error("There is no dashboard yet. Deploy a stack that has one, or put one.");
    return chosen;
  }

  async #bodyOf(name: string): Promise<string> {
    return await kept(this.#bodies, name, BODY_LASTS, this.#wiring.now(), () => this.#wiring.source.getDashboard(name));
  }
}

function rangeOf({ start, end }: Choice, usual: TimeRange, now: number): TimeRange {
  return start ? timeRange(start, end ?? undefined, now) : usual;
}

function periodOf({ period }: Choice): number | undefined {
  const seconds = Number(period ?? "");
  return Number.isInteger(seconds) && seconds > 0 ? seconds : undefined;
}

/** A few looks are asked for at a time; what nobody asked for lately goes when another comes. */
const MOST_KEPT = 20;

/** What was answered a moment ago, or is being answered now; a refusal is kept for nobody. */
function kept<T>(
  all: Map<string, Kept<T>>,
  key: string,
  lasts: number,
  now: number,
  work: () => Promise<T>,
): Promise<T> {
  const known = all.get(key);
  if (known && now - known.at < lasts) return known.what;
  const what = work();
  what.catch(() => all.delete(key));
  all.delete(key);
  all.set(key, { at: now, what });
  if (all.size > MOST_KEPT) all.delete(all.keys().next().value!);
  return what;
}
