/**
 * Lets a few through at a time, in the order they came. Starting a process is the machine's work and not the function's:
 * when hundreds of environments are wanted at once, each would get a sliver of a processor, none would be ready in its
 * time, and all would be started again.
 */
export class Turnstile {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves when it is one's turn; who has passed must `leave`, once. */
  async enter(): Promise<void> {
    if (this.#inside < this.#most) this.#inside++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whoever waits for longest takes the place. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside--;
  }
}
