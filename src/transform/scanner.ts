/**
 * The RFC 8259 grammar below the level of values: white space, strings, numbers and literals, over a window of bytes.
 * Every function takes the index where something begins and returns the index behind it; the first byte that cannot
 * stand where it stands ends the reading with a Flaw.
 *
 *     bytes  { " i d " : 1 2 , ... NUL        the window, closed by a NUL, which no grammar rule accepts: loops need
 *     text   the same as a latin1 string       no bound, and a slice of `text` is the bytes of a cell
 *
 * Text is kept as latin1 (one character a byte) from here to the output, so non-ASCII text is copied, not decoded.
 */

import { Flaw, type Reason } from "./bad-document.ts";

/** Thrown when a window ends inside a value and the document does not: read on, then try that record again. */
export const MORE: unique symbol = Symbol("more bytes are needed");

/** Containers may be this deep in each other. Deeper input is refused, so that recursion is safe here. */
export const DEPTH_LIMIT = 512;

const EMPTY = Buffer.alloc(1);

export class Scanner {
  bytes: Buffer = EMPTY;
  text = "";
  /** Index of the closing NUL in `bytes`. */
  end = 0;
  /** Byte offset of the window in the document. */
  base = 0;
  /** Nothing comes after this window. */
  final = false;
  /** Which record is being read, for the Flaws. */
  record = 0;
  /** Whether the string read last holds an escape. */
  escaped = false;
  /** Whether it may need quotes in CSV: it holds a comma, an escape or U+FEFF, or begins or ends with a space. */
  delicate = false;

  /** Looks at `bytes` (closed by a NUL at `end`), which stand at `base` in the document. */
  look(bytes: Buffer, end: number, base: number, final: boolean): void {
    this.bytes = bytes;
    this.text = bytes.toString("latin1", 0, end);
    this.end = end;
    this.base = base;
    this.final = final;
  }

  /** The index of the next byte that is not white space. */
  space(index: number): number {
    const { bytes } = this;
    let byte = bytes[index]!;
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++index]!;
    return index;
  }

  /** From behind an opening quote to the closing one; says in `escaped` and `delicate` what stood between. */
  closingQuote(index: number): number {
    const { bytes } = this;
    const first = index;
    while (PLAIN[bytes[index]!] === 1) index++;
    this.escaped = false;
    if (bytes[index] === 0x22) {
      this.delicate = bytes[first] === 0x20 || bytes[index - 1] === 0x20;
      return index;
    }
    this.delicate = true;
    return this.#closingQuoteFrom(index);
  }

  #closingQuoteFrom(index: number): number {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[index]!;
      if (byte === 0x22) return index;
      if (byte < 0x20)
        this.fail(index, index < this.end ? "expected no raw control character in a string" : OPEN_STRING);
      if (byte === 0x5c) {
        this.escaped = true;
        index = this.#escape(index + 1);
      } else index++;
    }
  }

  #escape(index: number): number {
    const byte = this.bytes[index]!;
    if (byte === 0x75) {
      for (let digit = 1; digit <= 4; digit++) {
        if (!isHexadecimal(this.bytes[index + digit]!)) {
          this.fail(index + digit, "expected four hexadecimal digits in an escape");
        }
      }
      return index + 5;
    }
    if (!ESCAPES.includes(byte)) this.fail(index, 'expected one of "\\/bfnrtu after a backslash');
    return index + 1;
  }

  number(index: number): number {
    const { bytes } = this;
    if (bytes[index] === 0x2d) index++;
    if (bytes[index] === 0x30) index++;
    else index = this.#digits(index);
    if (bytes[index] === 0x2e) index = this.#digits(index + 1);
    if (bytes[index] === 0x65 || bytes[index] === 0x45) {
      index++;
      if (bytes[index] === 0x2b || bytes[index] === 0x2d) index++;
      index = this.#digits(index);
    }
    return index;
  }

  #digits(index: number): number {
    const { bytes } = this;
    const first = index;
    let byte = bytes[index]!;
    while (byte >= 0x30 && byte <= 0x39) byte = bytes[++index]!;
    if (index === first) this.fail(index, "expected a digit");
    return index;
  }

  /** `true`, `false` or `null`, whichever the first letter announces. */
  literal(index: number): number {
    const word = LITERALS.get(this.bytes[index]!);
    if (word === undefined) this.fail(index, "expected a JSON value");
    for (let letter = 1; letter < word.length; letter++) {
      if (this.bytes[index + letter] !== word.charCodeAt(letter)) this.fail(index + letter, `expected ${word}`);
    }
    return index + word.length;
  }

  /** Ends the reading at a byte that cannot stand there; at the end of the window it asks for more instead. */
  fail(index: number, problem: string): never {
    if (index < this.end) throw this.flaw("syntax", problem, index);
    if (!this.final) throw MORE;
    throw this.flaw("truncated", `${problem}, but the document ends`, this.end);
  }

  /** For a value that ends where the window ends: a longer window may hold a longer value. */
  askForMore(): void {
    if (!this.final) throw MORE;
  }

  flaw(reason: Reason, problem: string, index: number): Flaw {
    return new Flaw(reason, problem, this.base + index, this.record);
  }
}

/** 1 for the bytes of a string that mean nothing to JSON, nothing to CSV, and do not begin U+FEFF. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== 0x22 && byte !== 0x2c && byte !== 0x5c && byte !== 0xef ? 1 : 0,
);
const OPEN_STRING = "expected a closing double quote";
const ESCAPES = Buffer.from('"\\/bfnrt');
const LITERALS = new Map([
  [0x74, "true"],
  [0x66, "false"],
  [0x6e, "null"],
]);

function isHexadecimal(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
