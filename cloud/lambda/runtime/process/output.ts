import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { LogLevel } from "../runtime.ts";

/**
 * What comes out of one stream of a process, line by line. Frames carry the console's messages with their level, and
 * marks (see bootstrap/console.mjs); everything else is text as the function wrote it.
 *
 * A function that writes without end must not fill the host's memory nor take its time: of each run so much is kept,
 * what follows is passed over, and read slowly.
 */
export class Output {
  /** Resolves when nothing more can come. */
  readonly closed: Promise<void>;
  readonly #wiring: OutputWiring;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";
  #room = MOST_OF_A_RUN;
  #mark = 0;
  #isClosed = false;
  #waiting: { readonly mark: number; resolve(): void } | undefined;

  constructor(stream: Readable, wiring: OutputWiring) {
    this.#wiring = wiring;
    stream.on("data", (chunk: Buffer) => {
      this.#take(this.#decoder.write(chunk));
      if (this.#room < 0) this.#slowDown(stream);
    });
    stream.on("error", () => {});
    this.closed = new Promise((resolve) => {
      stream.once("close", () => {
        this.#end();
        resolve();
      });
    });
  }

  /** A new run may write as much as any other. */
  refill(): void {
    this.#room = MOST_OF_A_RUN;
  }

  /** Resolves when everything has been heard that was written before the mark, or nothing can come any more. */
  reached(mark: number): Promise<void> {
    if (this.#mark >= mark || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = { mark, resolve };
    });
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) this.#line(line);
    const longest = this.#rest.includes(FRAME) ? LONGEST_FRAME : LONGEST_LINE;
    if (this.#rest.length <= longest) return;
    this.#line(this.#rest);
    this.#rest = "";
  }

  #line(line: string): void {
    const start = line.indexOf(FRAME);
    if (start !== 0) this.#write(start < 0 ? line : line.slice(0, start));
    const frame = start < 0 ? {} : frameIn(line.slice(start + 1));
    if (!frame) this.#write(line.slice(start));
    else if (typeof frame.mark === "number") this.#pass(frame.mark);
    else if (typeof frame.text === "string") this.#write(frame.text, frame.level as LogLevel);
  }

  #pass(mark: number): void {
    this.#mark = mark;
    if (!this.#waiting || this.#waiting.mark > mark) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }

  #write(text: string, level?: LogLevel): void {
    if (this.#room < 0) return;
    this.#room -= text.length + 1;
    if (this.#room >= 0) this.#wiring.write(text.slice(0, LONGEST_LINE), level);
    else this.#wiring.write(`[what this run wrote beyond ${MOST_OF_A_RUN} characters was not kept]`);
  }

  #end(): void {
    this.#isClosed = true;
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
    this.#waiting?.resolve();
  }

  #slowDown(stream: Readable): void {
    const { clock } = this.#wiring;
    stream.pause();
    clock.at(clock.now() + PAUSE, () => stream.resume());
  }
}

export interface OutputWiring {
  readonly clock: { now(): number; at(instant: number, task: () => void): unknown };
  write(text: string, level?: LogLevel): void;
}

const FRAME = "\u001e";

/** Characters of one run and of one line: CloudWatch Logs takes no event of more than 256 KB. */
export const MOST_OF_A_RUN = 4_194_304;
const LONGEST_LINE = 262_144;

/** A message in its frame, where a character may take six. */
const LONGEST_FRAME = 6 * LONGEST_LINE + 100;

/** Milliseconds between two looks at a stream that has written too much. */
const PAUSE = 1;

function frameIn(text: string): { mark?: unknown; text?: unknown; level?: unknown } | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === "object" && frame !== null ? frame : undefined;
  } catch {
    return undefined;
  }
}
