import type { Clock } from "../kernel/clock.ts";

/**
 * Who waits for messages of which queue. A poll is woken whenever something in its queue has changed, and looks for
 * itself whether that brought a message.
 */
export class LongPolls {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the queue has changed, at `until` at the latest, or when the caller has gone. */
  change(queue: string, until: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(queue) ?? new Set();
      this.#waiting.set(queue, waiting);
      const end = () => {
        alarm.cancel();
        signal?.removeEventListener("abort", end);
        waiting.delete(end);
        resolve();
      };
      const alarm = this.#clock.at(until, end);
      waiting.add(end);
      signal?.addEventListener("abort", end);
    });
  }

  wake(queue: string): void {
    for (const end of [...(this.#waiting.get(queue) ?? [])]) end();
  }
}
