import type { Clock } from "../../kernel/clock.ts";
import type { EventSourceMapping } from "./mapping.ts";
import { Poller, type PollerWiring } from "./poller.ts";

/**
 * The pollers of one mapping, as many as its queue has work for (developer guide, "Configuring scaling behavior for SQS
 * event source mappings"):
 *
 *     5 batches at a time -> all busy for a minute -> up to 300 more -> ... -> 1000, or MaximumConcurrency
 *                               `-> a poll found nothing, or runs fail -> fewer again
 */
export class Crew {
  readonly #wiring: CrewWiring;
  readonly #review: { cancel(): void };
  #wanted: number;
  /** Pollers by their place, with what ends them; when fewer are wanted, those in the highest places go. */
  readonly #places = new Map<number, AbortController>();
  #hasIdled = false;
  #hasFailed = false;

  constructor(wiring: CrewWiring) {
    this.#wiring = wiring;
    this.#wanted = this.#usual;
    this.#review = wiring.clock.every(MINUTE, () => this.#look());
    this.#fill();
  }

  get size(): number {
    return this.#places.size;
  }

  /** Runs that are going on are finished; nothing new is begun. */
  stop(): void {
    this.#review.cancel();
    for (const ending of this.#places.values()) ending.abort();
  }

  get #most(): number {
    return this.#wiring.mapping.settings.ScalingConfig?.MaximumConcurrency ?? MOST;
  }

  get #usual(): number {
    return Math.min(USUAL, this.#most);
  }

  #look(): void {
    if (this.#hasFailed) this.#wanted = Math.max(1, Math.min(this.#wanted, this.#usual));
    else if (this.#hasIdled) this.#wanted = this.#usual;
    else this.#wanted = Math.min(this.size + GROWTH, this.#most);
    this.#hasIdled = false;
    this.#hasFailed = false;
    this.#fill();
  }

  #fill(): void {
    for (let place = 0; place < this.#wanted; place++) if (!this.#places.has(place)) this.#hire(place);
  }

  #hire(place: number): void {
    const ending = new AbortController();
    this.#places.set(place, ending);
    const poller = new Poller({
      ...this.#wiring,
      signal: ending.signal,
      isNeeded: () => place < Math.min(this.#wanted, this.#most),
      onPoll: (hasFound) => {
        this.#hasIdled ||= !hasFound;
      },
      onFailure: () => this.#backOff(),
    });
    void poller.run().then(() => this.#places.delete(place));
  }

  /** "Gradually backs off, reducing the amount of concurrency": by one poller for each failure is our reading. */
  #backOff(): void {
    this.#hasFailed = true;
    this.#wanted = Math.max(1, this.#wanted - 1);
  }
}

const MINUTE = 60_000;
const USUAL = 5;
const GROWTH = 300;
const MOST = 1000;

export type CrewWiring = Omit<PollerWiring, "signal" | "isNeeded" | "onPoll" | "onFailure"> & {
  readonly clock: Clock;
  readonly mapping: EventSourceMapping;
};
