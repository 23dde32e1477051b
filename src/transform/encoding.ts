/**
 * Strict UTF-8, checked chunk by chunk before anyone reads a character. JSON's structure is ASCII, so once the bytes
 * are known to be UTF-8 the reader can work on bytes and copy text without ever decoding it.
 */

import { isUtf8 } from "node:buffer";

/** How many bytes a UTF-8 byte order mark takes at the beginning of `bytes`: 3 or 0. */
export function byteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * "UTF-16" or "UTF-32" if that is what the first bytes are, else null. Byte order marks by the Unicode standard (23.8);
 * without one, the pattern of NUL bytes among the first four of a JSON text (RFC 4627, section 3).
 */
export function wideEncoding(bytes: Uint8Array): "UTF-16" | "UTF-32" | null {
  const a = bytes[0];
  const b = bytes[1];
  if (a !== 0 && b !== 0 && a !== 0xff && a !== 0xfe) return null;
  const c = bytes[2];
  const d = bytes[3];
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "UTF-32";
  const zeros = [a, b, c, d].map((byte) => (byte === 0 ? "0" : byte === undefined ? "-" : "x")).join("");
  if (zeros === "000x" || zeros === "x000") return "UTF-32";
  return zeros === "0x0x" || zeros === "x0x0" || zeros === "0x--" || zeros === "x0--" ? "UTF-16" : null;
}

/** Watches the chunks of one document go by. */
export class Utf8Check {
  #passed = 0;
  #pending: Uint8Array = new Uint8Array(0);

  /** The byte offset of the first sequence that is not UTF-8, or -1. `final`: there is nothing after this chunk. */
  check(chunk: Uint8Array, final: boolean): number {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const whole = final ? bytes.length : bytes.length - unfinished(bytes);
    const complete = bytes.subarray(0, whole);
    if (!isUtf8(complete)) return this.#passed + firstInvalid(complete);
    this.#passed += whole;
    this.#pending = bytes.subarray(whole);
    return -1;
  }
}

/** How many bytes at the end begin a code point that the next chunk may complete. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) !== 0x80) return sequenceLength(byte) > back ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Only walked when `isUtf8` has said no. A sequence is tried alone, so the standard library stays the judge. */
function firstInvalid(bytes: Uint8Array): number {
  let index = 0;
  while (index < bytes.length) {
    const size = sequenceLength(bytes[index]!);
    if (size > 1 || bytes[index]! >= 0x80) {
      const sequence = bytes.subarray(index, index + size);
      if (sequence.length < size || !isUtf8(sequence)) return index;
    }
    index += size;
  }
  return index;
}
