/**
 * The gate between an environment and the world: everything that could wake the code inside passes it.
 *
 *     open     requests leave, answers and timers come in
 *     frozen   all of them stand still, and go on in their order when the gate opens: a timer that was due fires late
 *     closed   for ever; whoever waits here is never heard of again
 *
 * A client's request handler calls it three times, none of which may count as work, or time would wait for them:
 *
 *     gate.enter(hostname);         // throws what a client sees when the host cannot be reached
 *     await gate.through();         // a request of a frozen environment has not left yet
 *     const response = ...;
 *     await gate.through();         // an answer that arrived meanwhile has not come in yet
 */
export class Gate {
  /** Time as the code inside knows it: it goes on while the environment is frozen, but nobody is woken. */
  readonly clock: GateClock;
  readonly #onEntry: () => void;
  #state: "open" | "frozen" | "closed" = "open";
  #waiting: (() => void)[] = [];
  #denied: readonly RegExp[] = [];

  /** `onEntry` is told each time before code inside goes on. */
  constructor(clock: GateClock, onEntry: () => void = () => {}) {
    this.#onEntry = onEntry;
    this.clock = {
      now: () => clock.now(),
      sleep: async (milliseconds) => {
        await clock.sleep(milliseconds);
        await this.through();
      },
    };
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  /**
   * Refuses hosts that the environment's network does not reach.
   *
   * @throws Error with code ENOTFOUND, as Node's resolver does for a name that it does not find
   */
  enter(hostname: string): void {
    if (!this.#denied.some((pattern) => pattern.test(hostname))) return;
    const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
    throw Object.assign(error, { code: "ENOTFOUND", errno: -3008, syscall: "getaddrinfo", hostname });
  }

  /** Resolves while the gate is open. */
  async through(): Promise<void> {
    // Whoever was woken may find that the gate has closed again before its turn came.
    while (this.#state !== "open") await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    this.#onEntry();
  }

  /**
   * Takes hosts off the network; `[]` puts them back. A pattern is a regular expression found anywhere in the host name,
   * in any case of letters.
   */
  deny(hosts: readonly string[]): void {
    this.#denied = hosts.map((pattern) => new RegExp(pattern, "i"));
  }

  freeze(): void {
    if (this.#state === "open") this.#state = "frozen";
  }

  thaw(): void {
    if (this.#state === "closed") return;
    this.#state = "open";
    for (const resume of this.#waiting.splice(0)) resume();
  }

  close(): void {
    this.#state = "closed";
    this.#waiting = [];
  }
}

export interface GateClock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
