import type { Outcome } from "../runtime.ts";
import type { Child } from "./child.ts";
import type { Exit } from "./exit.ts";
import type { Invocation, Session } from "./session.ts";

/** A process and its session at the Runtime API, from start to exit. Each wait ends when the process does. */
export class Life {
  readonly #child: Child;
  readonly #session: Session;
  #exit: Exit | undefined;

  /** `onEnd` is told once, when the process has gone. */
  constructor(child: Child, session: Session, onEnd: () => void) {
    this.#child = child;
    this.#session = session;
    void child.exited.then((exit) => {
      this.#exit = exit;
      onEnd();
    });
  }

  get isAlive(): boolean {
    return this.#exit === undefined;
  }

  /** How it ended, if it has. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get memoryUsedMb(): number {
    return this.#child.memoryUsedMb;
  }

  /** Resolves when it is ready for an event, or has ended; with what it had to say about that. */
  begun(): Promise<Outcome | undefined> {
    this.#child.watchMemory();
    return this.#over();
  }

  /** Resolves when the event is done with, or the process has ended; without an outcome if it has said nothing. */
  run(invocation: Invocation): Promise<Outcome | undefined> {
    this.#child.refill();
    this.#child.watchMemory();
    this.#session.run(invocation);
    return this.#over();
  }

  freeze(): void {
    this.#child.freeze();
  }

  thaw(): void {
    this.#child.thaw();
  }

  kill(): void {
    this.#child.kill();
  }

  async #over(): Promise<Outcome | undefined> {
    const idle = this.#session.idle().then(async (mark) => {
      if (mark !== undefined) await this.#child.drained(mark);
    });
    await Promise.race([idle, this.#child.exited]);
    return this.#session.answer;
  }
}
