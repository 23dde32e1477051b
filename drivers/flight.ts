/** Calls in the air: so many at once and no more, and none forgotten at the end. */
export class Flight {
  readonly #most: number;
  readonly #calls = new Set<Promise<void>>();
  #failure: { error: unknown } | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  launch(call: Promise<void>): void {
    const landed = call
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#calls.delete(landed));
    this.#calls.add(landed);
  }

  /** Until another may start. Throws what a call before threw. */
  async room(): Promise<void> {
    while (this.#calls.size >= this.#most) await Promise.race(this.#calls);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Until all have ended. Throws what the first failing one threw. */
  async landed(): Promise<void> {
    await Promise.all(this.#calls);
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
