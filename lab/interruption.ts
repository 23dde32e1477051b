/**
 * Ctrl-C, as a run understands it: the first asks it to end, to restore what it changed and to write its journal; the
 * second leaves at once.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #heard: (signal: "SIGINT" | "SIGTERM") => void;
  #code: 130 | 143 | undefined;
  #since = 0;

  constructor(say: (line: string) => void) {
    this.#heard = (signal) => {
      if (this.#code !== undefined) return this.#again(signal, say);
      this.#code = codeOf(signal);
      this.#since = performance.now();
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

  #again(signal: "SIGINT" | "SIGTERM", say: (line: string) => void): void {
    if (performance.now() - this.#since < ECHO) return;
    say("interrupted again: leaving at once, without waiting for the restore");
    process.exit(codeOf(signal));
  }
}

/**
 * Milliseconds in which a second signal is an echo of the first: npm and npx hand on the Ctrl-C that the terminal has
 * sent to everyone already.
 */
const ECHO = 250;

function codeOf(signal: "SIGINT" | "SIGTERM"): 130 | 143 {
  return signal === "SIGINT" ? 130 : 143;
}
