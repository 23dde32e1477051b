/**
 * What happened, in order, told once: `feed.record({ kind: "MessageSent", queue, messageId })`. Metrics, dashboard,
 * journal and tests all read it here, so nobody counts twice and nobody disagrees. Facts hold virtual time and ids
 * from streams only - never headers, which carry the machine's own clock.
 */
export interface Fact {
  readonly kind: string;
}

export type Recorded<F extends Fact> = F & { readonly at: number };

export class Feed<F extends Fact = Fact> {
  readonly facts: Recorded<F>[] = [];
  readonly #now: () => number;
  readonly #listeners: ((fact: Recorded<F>) => void)[] = [];

  readonly #keep: number;

  /** `keep`: how many facts at least are remembered; all of them, if nothing is said. */
  constructor(clock: { now(): number }, keep = Number.POSITIVE_INFINITY) {
    this.#now = () => clock.now();
    this.#keep = keep;
  }

  record(fact: F): void {
    const recorded: Recorded<F> = { at: this.#now(), ...fact };
    this.facts.push(recorded);
    if (this.facts.length >= 2 * this.#keep) this.facts.splice(0, this.facts.length - this.#keep);
    for (const listener of this.#listeners) listener(recorded);
  }

  /** Calls `listener` with every fact recorded from now on. */
  subscribe(listener: (fact: Recorded<F>) => void): void {
    this.#listeners.push(listener);
  }
}
