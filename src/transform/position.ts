/**
 * From a byte offset to what an editor shows: line and column. Nobody counts lines while reading; when a document is
 * refused its beginning is walked once more, chunk by chunk, up to the offset.
 */

import type { Place } from "./bad-document.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Counts lines (ended by LF, CR LF or CR) and code points over the chunks of a document, up to one byte offset. */
export class Position {
  readonly #offset: number;
  readonly #start: number;
  #passed = 0;
  #line = 1;
  #column = 1;
  #last = 0;

  /** `start` is the first byte that counts: 3 behind a byte order mark, which no editor shows. */
  constructor(offset: number, start: number) {
    this.#offset = offset;
    this.#start = start;
  }

  get reached(): boolean {
    return this.#passed >= this.#offset;
  }

  walk(chunk: Uint8Array): void {
    for (let index = 0; index < chunk.length && !this.reached; index++) {
      if (this.#passed++ >= this.#start) this.#step(chunk[index]!);
    }
  }

  place(): Place {
    return { offset: this.#offset, line: this.#line, column: this.#column };
  }

  #step(byte: number): void {
    const secondHalf = byte === LINE_FEED && this.#last === CARRIAGE_RETURN;
    this.#last = byte;
    if (secondHalf) return;
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
      this.#line++;
      this.#column = 1;
    } else if ((byte & 0xc0) !== 0x80) this.#column++; // a continuation byte belongs to the code point before it
  }
}

/** The place of `offset` in a document that is all there. */
export function place(bytes: Uint8Array, offset: number, start: number): Place {
  const position = new Position(offset, start);
  position.walk(bytes);
  return position.place();
}
