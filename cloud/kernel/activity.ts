/**
 * Who is at work right now. Virtual time may move only when nobody is, so whoever leaves the microtask queue - an SDK
 * client that hashes, parses or signs - is counted in and out. One counter per lab: two labs in one process must not
 * wait for each other.
 */
export class Activity {
  #busy = 0;
  #whenIdle: (() => void) | undefined;

  get busy(): number {
    return this.#busy;
  }

  enter(): void {
    this.#busy++;
  }

  leave(): void {
    this.#busy--;
    if (this.#busy === 0 && this.#whenIdle) {
      const resume = this.#whenIdle;
      this.#whenIdle = undefined;
      resume();
    }
  }

  /** Counts `work` as busy while it runs. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /**
   * Resolves when every promise that could go on has gone on: a whole turn of the event loop passed (all microtasks
   * and ticks are done) and nobody is counted as busy.
   */
  async quiet(): Promise<void> {
    await turn();
    while (this.#busy > 0) {
      await this.#idle();
      await turn();
    }
  }

  #idle(): Promise<void> {
    return new Promise((resolve, reject) => {
      const watchdog = setTimeout(() => {
        this.#whenIdle = undefined;
        reject(
          new Error(
            `virtual time is stuck: ${this.#busy} calls have been busy for ten seconds without sleeping on the clock`,
          ),
        );
      }, 10_000);
      this.#whenIdle = () => {
        clearTimeout(watchdog);
        resolve();
      };
    });
  }
}

/** A whole turn of the event loop: everything that could go on has gone on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
