import type { TimeRange } from "../body/time-range.ts";
import { fullTime } from "../picture/numbers.ts";

const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;

/** Milliseconds. Arrow keys move by one step, Page Up and Page Down by six, Home and End to the ends. */
const STEP = 10_000;
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -6 * STEP,
  PageUp: 6 * STEP,
};

/**
 * The time of a run that is over: a moment that is chosen, or that goes on by itself. `chosen` hears of moments at which
 * it came to rest.
 */
export class Scrubber {
  readonly #chosen: (at: number) => void;
  readonly #slider = find<HTMLInputElement>("moment");
  readonly #play = find("play");
  #span: TimeRange | undefined;
  #at: number | undefined;
  #shown: number | undefined;
  /** Since when it goes on by itself. */
  #ticked: number | undefined;

  constructor(at: string, chosen: (at: number) => void) {
    this.#chosen = chosen;
    if (at !== "" && Number.isFinite(Number(at))) this.#at = Number(at);
    this.#play.addEventListener("click", () => (this.#ticked === undefined ? this.#start() : this.#rest()));
    this.#slider.addEventListener("input", () => {
      this.#ticked = undefined;
      this.#look();
      this.#move(Number(this.#slider.value));
    });
    this.#slider.addEventListener("change", () => this.#rest());
    this.#slider.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The moment to ask for; empty while nobody has chosen one. */
  get at(): string {
    return this.#at === undefined ? "" : String(this.#at);
  }

  /** Whether another moment is wanted than the one that is shown. A page without a past always wants its next. */
  wants(): boolean {
    this.#tick();
    return this.#span === undefined || this.#at !== this.#shown;
  }

  /** What is shown now: the moment of an answer. */
  show(span: TimeRange, at: number): void {
    if (!this.#span) this.#open(span);
    this.#at ??= at;
    this.#shown = at;
  }

  #open({ from, to }: TimeRange): void {
    this.#span = { from, to };
    [this.#slider.min, this.#slider.max] = [String(from), String(to)];
    // Within the run, whatever the address said; the answer was, too.
    this.#at = Math.min(Math.max(this.#at ?? to, from), to);
    find("scrubber").hidden = false;
    find("pause").hidden = true;
    find<HTMLSelectElement>("range").options[0]!.text = "the whole run";
    this.#write();
  }

  #key(event: KeyboardEvent): void {
    const by = STEPS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#move(this.#at! + (event.shiftKey ? by / 10 : by));
    this.#rest();
  }

  #move(at: number): void {
    const { from, to } = this.#span!;
    this.#at = Math.min(Math.max(at, from), to);
    this.#write();
  }

  #start(): void {
    if (this.#at === this.#span!.to) this.#move(this.#span!.from);
    this.#ticked = performance.now();
    this.#look();
  }

  #rest(): void {
    this.#ticked = undefined;
    this.#look();
    this.#chosen(this.#at!);
  }

  #look(): void {
    const plays = this.#ticked !== undefined;
    this.#play.textContent = plays ? "Pause" : "Play";
    this.#play.setAttribute("aria-pressed", String(plays));
  }

  /** On as far as time has gone. Seconds, so that no more moments are asked for than can be told apart. */
  #tick(): void {
    if (this.#ticked === undefined) return;
    const speed = Number(find<HTMLSelectElement>("speed").value);
    const seconds = Math.floor(((performance.now() - this.#ticked) * speed) / 1000);
    if (seconds === 0) return;
    this.#ticked += (seconds * 1000) / speed;
    this.#move(this.#at! + seconds * 1000);
    if (this.#at === this.#span!.to) this.#rest();
  }

  #write(): void {
    const { from, to } = this.#span!;
    const words = `${lengthIn(this.#at! - from)} of ${lengthIn(to - from)}`;
    this.#slider.value = String(this.#at);
    this.#slider.setAttribute("aria-valuetext", words);
    find("instant").textContent = `${words}, ${fullTime(this.#at! / 1000).slice(11)} UTC`;
  }
}

/** `12:05`, or with hours `1:12:05`. */
function lengthIn(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}
