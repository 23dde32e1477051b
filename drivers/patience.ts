/**
 * Calls that may never be answered, and how long to wait for each. One watch serves them all: a timer for each call
 * would outlive most of them.
 */
import type { Clock } from "./pause.ts";

/** Nobody knows whether the call had its effect. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswer";
}

export class Patience {
  readonly #clock: Clock;
  readonly #longest: number;
  /** Oldest first, so the first is the next to be given up. */
  readonly #calls = new Set<Call>();
  #watching = false;

  /** `longest` in milliseconds. */
  constructor(clock: Clock, longest: number) {
    this.#clock = clock;
    this.#longest = longest;
  }

  /** Ends as the call ends, or with a NoAnswerError. */
  async answerTo<T>(call: Promise<T>): Promise<T> {
    const waiting: Call = { until: this.#clock.now() + this.#longest, giveUp: () => {} };
    const silence = new Promise<never>((_, reject) => {
      waiting.giveUp = reject;
    });
    this.#calls.add(waiting);
    if (!this.#watching) void this.#watch();
    try {
      return await Promise.race([call, silence]);
    } finally {
      this.#calls.delete(waiting);
    }
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    for (let [next] = this.#calls; next; [next] = this.#calls) {
      await this.#clock.sleep(Math.max(0, next.until - this.#clock.now()));
      if (!this.#calls.delete(next)) continue;
      next.giveUp(new NoAnswerError(`there was no answer for ${this.#longest / 1000} s`));
    }
    this.#watching = false;
  }
}

interface Call {
  readonly until: number;
  giveUp: (error: NoAnswerError) => void;
}
