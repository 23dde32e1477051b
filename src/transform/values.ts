/**
 * Whole JSON values where no column is looked for: what an array or a non-record holds. `skip` checks one against the
 * grammar; `compact` writes one that was checked without white space, strings with the fewest escapes, numbers as they
 * were written, and of a repeated key the last value at the first's position, as the rest of the document is read.
 */

import { resolveEscapes, wellFormed } from "./escapes.ts";
import { DEPTH_LIMIT, type Scanner } from "./scanner.ts";

/** Objects with more keys than this are not searched for repeated ones while skipping; writing them anew finds them. */
const KEYS_COMPARED = 32;
const NO_KEYS = new Int32Array(0);

export class Values {
  /** Whether what was skipped since this was last set to false may differ from its compact form. */
  loose = false;
  readonly #scanner: Scanner;
  /** Where the keys of the objects that are open begin and end, and a fingerprint of each: three numbers a key. */
  #keys: Int32Array = NO_KEYS;
  #at = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /**
   * Checks the value at `index`, with `depth` containers around it; the index behind it.
   * `top` is the first free place in `#keys`.
   */
  skip(index: number, depth: number, top = 0): number {
    switch (this.#scanner.bytes[index]) {
      case 0x22:
        return this.#skipString(index);
      case 0x5b:
        return this.#skipArray(index, depth + 1, top);
      case 0x7b:
        return this.#skipObject(index, depth + 1, top);
      default:
        return this.skipScalar(index);
    }
  }

  /** Checks a number or literal. */
  skipScalar(index: number): number {
    const byte = this.#scanner.bytes[index]!;
    return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? this.#scanner.number(index) : this.#scanner.literal(index);
  }

  #skipString(index: number): number {
    const scanner = this.#scanner;
    const quote = scanner.closingQuote(index + 1);
    if (scanner.escaped) this.loose = true;
    return quote + 1;
  }

  #skipArray(index: number, depth: number, top: number): number {
    const scanner = this.#scanner;
    this.open(index, depth);
    index = this.#space(index + 1);
    if (scanner.bytes[index] === 0x5d) return index + 1;
    for (;;) {
      index = this.#space(this.skip(index, depth, top));
      const byte = scanner.bytes[index];
      if (byte === 0x5d) return index + 1;
      if (byte !== 0x2c) scanner.fail(index, "expected a comma or ]");
      index = this.#space(index + 1);
    }
  }

  #skipObject(index: number, depth: number, bottom: number): number {
    const scanner = this.#scanner;
    this.open(index, depth);
    let top = bottom;
    index = this.#space(index + 1);
    if (scanner.bytes[index] === 0x7d) return index + 1;
    for (;;) {
      if (scanner.bytes[index] !== 0x22) scanner.fail(index, "expected a key in double quotes");
      const behind = this.#skipString(index);
      top = this.#remember(index + 1, behind - 1, bottom, top);
      index = this.#space(behind);
      if (scanner.bytes[index] !== 0x3a) scanner.fail(index, "expected a colon");
      index = this.#space(this.skip(this.#space(index + 1), depth, top));
      const byte = scanner.bytes[index];
      if (byte === 0x7d) return index + 1;
      if (byte !== 0x2c) scanner.fail(index, "expected a comma or }");
      index = this.#space(index + 1);
    }
  }

  /** Refuses a container that would be one too many in each other. */
  open(index: number, depth: number): void {
    if (depth > DEPTH_LIMIT) {
      throw this.#scanner.flaw("too-deep", `expected at most ${DEPTH_LIMIT} arrays and objects in each other`, index);
    }
  }

  #space(index: number): number {
    if (this.#scanner.bytes[index]! > 0x20) return index;
    const next = this.#scanner.space(index);
    if (next !== index) this.loose = true;
    return next;
  }

  /** Notes a key of the object whose keys begin at `bottom`, and whether it may stand there already. */
  #remember(from: number, to: number, bottom: number, top: number): number {
    if (this.loose || top - bottom >= 3 * KEYS_COMPARED) {
      this.loose = true;
      return top;
    }
    const { bytes, text } = this.#scanner;
    const print = ((to - from) << 24) ^ (bytes[from]! << 16) ^ (bytes[to - 1]! << 8) ^ bytes[(from + to) >> 1]!;
    for (let key = bottom; key < top; key += 3) {
      if (this.#keys[key + 2] !== print) continue;
      if (text.slice(this.#keys[key], this.#keys[key + 1]) === text.slice(from, to)) this.loose = true;
    }
    if (top + 3 > this.#keys.length) this.#grow();
    this.#keys[top] = from;
    this.#keys[top + 1] = to;
    this.#keys[top + 2] = print;
    return top + 3;
  }

  #grow(): void {
    const larger = new Int32Array(this.#keys.length * 2 + 3 * KEYS_COMPARED);
    larger.set(this.#keys);
    this.#keys = larger;
  }

  /** The compact text of the value at `index`, which `skip` has checked. */
  compact(index: number): string {
    this.#at = index;
    return this.#write();
  }

  #write(): string {
    const { bytes, text } = this.#scanner;
    const from = this.#at;
    if (bytes[from] === 0x7b) return this.#writeObject();
    if (bytes[from] === 0x5b) return this.#writeArray();
    if (bytes[from] === 0x22) return JSON.stringify(this.#string("replace"));
    this.#at = this.skipScalar(from);
    return text.slice(from, this.#at);
  }

  #writeArray(): string {
    const items: string[] = [];
    while (this.#another(0x5d)) items.push(this.#write());
    return `[${items.join()}]`;
  }

  #writeObject(): string {
    const members = new Map<string, string>();
    while (this.#another(0x7d)) {
      const key = this.#string("keep");
      this.#at = this.#scanner.space(this.#scanner.space(this.#at) + 1);
      members.set(key, this.#write());
    }
    return `{${Array.from(members, ([key, value]) => `${JSON.stringify(wellFormed(key))}:${value}`).join()}}`;
  }

  /** Steps over `[`, `{` or a comma to what follows; false, and behind the container, at its closing bracket. */
  #another(closing: number): boolean {
    const { bytes } = this.#scanner;
    this.#at = this.#scanner.space(this.#at);
    if (bytes[this.#at] !== closing) this.#at = this.#scanner.space(this.#at + 1);
    if (bytes[this.#at] !== closing) return true;
    this.#at++;
    return false;
  }

  #string(lone: "replace" | "keep"): string {
    const quote = this.#scanner.closingQuote(this.#at + 1);
    const raw = this.#scanner.text.slice(this.#at + 1, quote);
    this.#at = quote + 1;
    return this.#scanner.escaped ? resolveEscapes(raw, lone) : raw;
  }
}
