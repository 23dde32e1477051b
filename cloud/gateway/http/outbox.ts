import { turn } from "../../kernel/activity.ts";

/**
 * What is to be written at the end of this turn of the event loop, all at once: one write after another wakes a client
 * once, and writes between the work on requests wake it each time. Nothing waits longer than for the requests that have
 * arrived already.
 */
export class Outbox<Recipient> {
  readonly #onFailure: (error: unknown, recipient: Recipient) => void;
  #waiting: Letter<Recipient>[] = [];

  /** `onFailure` hears of a letter that could not be written; the others are. */
  constructor(onFailure: (error: unknown, recipient: Recipient) => void) {
    this.#onFailure = onFailure;
  }

  put(recipient: Recipient, write: () => void): void {
    if (this.#waiting.push({ recipient, write }) === 1) turn().then(() => this.#send());
  }

  #send(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const { recipient, write } of due) {
      try {
        write();
      } catch (error) {
        this.#onFailure(error, recipient);
      }
    }
  }
}

interface Letter<Recipient> {
  readonly recipient: Recipient;
  write(): void;
}
