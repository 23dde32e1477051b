/** What both programs share: they say how it goes on stderr, end on a signal, and speak plainly when asked wrongly. */
import { UsageError } from "./usage-error.ts";

// The SDK reminds every process that its releases of 2027 will want Node 22. This project pins its release.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Aborted by the first SIGINT or SIGTERM; the second ends the process at once. */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const [signal, code] of [["SIGINT", 130] as const, ["SIGTERM", 143] as const]) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(code);
      stop.abort();
    });
  }
  return stop.signal;
}

const MOVING = 1000;
const STANDING = 10_000;

/** One moving line on a terminal, a line every ten seconds elsewhere; troubles once, until they change. */
export class Status {
  readonly #line: () => string;
  readonly #terminal = process.stderr.isTTY === true;
  readonly #timer: NodeJS.Timeout;
  #trouble = "";

  constructor(line: () => string) {
    this.#line = line;
    this.#timer = setInterval(() => this.#show(), this.#terminal ? MOVING : STANDING);
    this.#timer.unref();
  }

  trouble(what: string): void {
    if (what === this.#trouble) return;
    this.#trouble = what;
    process.stderr.write(`${this.#terminal ? CLEAR : ""}${what}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#terminal) process.stderr.write(CLEAR);
  }

  #show(): void {
    process.stderr.write(this.#terminal ? `${CLEAR}${this.#line()}` : `${this.#line()}\n`);
  }
}

const CLEAR = "\r\u001b[K";

/** Runs a program to its end and leaves with its exit code; the journal is written by then, line by line. */
export async function leave(program: Promise<number>): Promise<never> {
  try {
    process.exit(await program);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n  next: ${error.next}\n`);
    process.exit(64);
  }
}

/** How to reach AWS: as the environment says, in the deployment's region. */
export function clientConfig(region: string | undefined): { region?: string } {
  return region === undefined ? {} : { region };
}
