/**
 * Ctrl-C, as a run understands it: the first asks it to end, to restore what it changed and to write its journal; the
 * second leaves at once.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #heard: (signal: "SIGINT" | "SIGTERM") => void;
  #code: 130 | 143 | undefined;

  constructor(say: (line: string) => void) {
    this.#heard = (signal) => {
      const code = signal === "SIGINT" ? 130 : 143;
      if (this.#code !== undefined) {
        say("interrupted again: leaving at once, without waiting for the restore");
        process.exit(code);
      }
      this.#code = code;
      say("interrupted: restoring what was changed; once more to leave at once");
      this.#controller.abort();
    };
    process.on("SIGINT", this.#heard);
    process.on("SIGTERM", this.#heard);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code of whoever interrupted, if anybody did. */
  get code(): 130 | 143 | undefined {
    return this.#code;
  }

  close(): void {
    process.off("SIGINT", this.#heard);
    process.off("SIGTERM", this.#heard);
  }
}
