/**
 * One record (an object) into one row. The straight way fills the row while it reads and knows every key by its place
 * in the tree of keys. Where a record repeats a key, or two of its paths have one name, that way would be wrong (cells
 * of the replaced value are already in the row), so the record is read again by the long way: into a tree, then into
 * the row.
 */

import { type Column, type Columns, join, Key } from "./columns.ts";
import { resolveEscapes } from "./escapes.ts";
import type { Scanner } from "./scanner.ts";
import type { Values } from "./values.ts";

/** Thrown by the straight way when it has to give way to the long one. */
const CONFLICT: unique symbol = Symbol("a key or a column came twice");

const NO_ROW: string[] = [];

/** Text cells that a spreadsheet would execute, as latin1: the last three bytes are U+FF0B, U+FF0D, U+FF1D and U+FF20. */
const FORMULA = /^(?:[=+\-@\t\r\n\0]|\xef\xbc[\x8b\x8d\x9d\xa0])/;

/** `text` with a leading apostrophe if a spreadsheet would execute it. */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

type Tree = Map<string, Tree | string>;

export class RecordReader {
  /** Whether cells are wanted; if not, the record is only checked and its columns learnt. */
  keeping = true;
  /** The cells of the record read last. It may be narrower than the header. */
  row: string[] = NO_ROW;
  /** The slots of its cells that may need quotes in CSV. */
  delicate: number[] = [];
  /** The path that the record read last has twice, or null. */
  collision: string | null = null;
  readonly #scanner: Scanner;
  readonly #values: Values;
  readonly #columns: Columns;
  readonly #escapeFormulae: boolean;
  /** The attempt to read a record, so that "seen in this record" is one comparison. */
  #visit = 0;
  #next = 0;
  #isDelicate = false;

  constructor(scanner: Scanner, values: Values, columns: Columns, escapeFormulae: boolean) {
    this.#scanner = scanner;
    this.#values = values;
    this.#columns = columns;
    this.#escapeFormulae = escapeFormulae;
  }

  /** Reads the object at `index`; `known` columns had been found before it. The index behind it. */
  read(index: number, depth: number, known: number): number {
    this.#begin();
    try {
      return this.#object(index, this.#columns.root, depth + 1);
    } catch (thrown) {
      if (thrown !== CONFLICT) throw thrown;
      return this.#readTheLongWay(index, depth, known);
    }
  }

  #begin(): void {
    this.#visit = ++this.#columns.visits;
    this.collision = null;
    this.row = this.keeping ? this.#columns.blank.slice() : NO_ROW;
    if (this.delicate.length > 0) this.delicate = [];
  }

  /** Written out in one piece, for every member of every record comes through here. */
  #object(index: number, parent: Key, depth: number): number {
    const scanner = this.#scanner;
    const { bytes } = scanner;
    this.#values.open(index, depth);
    index = scanner.space(index + 1);
    if (bytes[index] === 0x7d) return index + 1;
    let previous: Key | null = null;
    for (;;) {
      const key: Key = this.#key(index, parent, previous);
      if (key.seen === this.#visit) throw CONFLICT;
      key.seen = this.#visit;
      index = this.#next;
      if (bytes[index] !== 0x3a) {
        index = scanner.space(index);
        if (bytes[index] !== 0x3a) scanner.fail(index, "expected a colon");
      }
      index++;
      if (bytes[index]! <= 0x20) index = scanner.space(index);
      index = this.#member(index, key, depth);
      if (bytes[index]! <= 0x20) index = scanner.space(index);
      if (bytes[index] === 0x7d) return index + 1;
      if (bytes[index] !== 0x2c) scanner.fail(index, "expected a comma or }");
      index++;
      if (bytes[index]! <= 0x20) index = scanner.space(index);
      previous = key;
    }
  }

  /** The key at `index`; leaves the index behind it in `#next`. */
  #key(index: number, parent: Key, previous: Key | null): Key {
    const guess = previous === null ? parent.first : previous.next;
    if (guess !== null && guess.quoted !== null && this.#stands(guess.quoted, index)) {
      this.#next = index + guess.quoted.length;
      return guess;
    }
    const scanner = this.#scanner;
    if (scanner.bytes[index] !== 0x22) scanner.fail(index, "expected a key in double quotes");
    this.#next = scanner.closingQuote(index + 1) + 1;
    const raw = scanner.text.slice(index + 1, this.#next - 1);
    const name = scanner.escaped ? resolveEscapes(raw, "keep") : raw;
    const known = parent.child(name);
    const key = known ?? parent.adopt(new Key(name, join(parent.path, name)));
    if (known?.quoted === null) known.quoted = new Uint8Array(scanner.bytes.subarray(index, this.#next));
    if (previous === null) parent.first = key;
    else previous.next = key;
    return key;
  }

  #stands(quoted: Uint8Array, index: number): boolean {
    const { bytes } = this.#scanner;
    for (let at = 0; at < quoted.length; at++) if (bytes[index + at] !== quoted[at]) return false;
    return true;
  }

  #member(index: number, key: Key, depth: number): number {
    const { bytes } = this.#scanner;
    if (bytes[index] === 0x7b && bytes[this.#scanner.space(index + 1)] !== 0x7d)
      return this.#object(index, key, depth + 1);
    let column = key.column;
    if (column === null || column.gone) column = key.column = this.#columns.at(key.path!);
    if (column.seen === this.#visit) throw CONFLICT;
    column.seen = this.#visit;
    if (!this.keeping || column.slot < 0) {
      this.#values.loose = true;
      return this.#values.skip(index, depth);
    }
    this.row[column.slot] = this.#cell(index, depth);
    if (this.#isDelicate) this.delicate.push(column.slot);
    return this.#next;
  }

  /** The cell of the value at `index`; leaves the index behind it in `#next`. */
  #cell(index: number, depth: number): string {
    const { bytes, text } = this.#scanner;
    const byte = bytes[index]!;
    if (byte === 0x22) return this.#text(index);
    this.#isDelicate = byte === 0x5b;
    if (byte !== 0x5b && byte !== 0x7b) return this.#scalar(index, byte);
    this.#values.loose = false;
    this.#next = this.#values.skip(index, depth);
    return this.#values.loose ? this.#values.compact(index) : text.slice(index, this.#next);
  }

  #scalar(index: number, byte: number): string {
    this.#next = this.#values.skipScalar(index);
    return byte === 0x6e ? "" : this.#scanner.text.slice(index, this.#next);
  }

  #text(index: number): string {
    const scanner = this.#scanner;
    const quote = scanner.closingQuote(index + 1);
    const raw = scanner.text.slice(index + 1, quote);
    const text = scanner.escaped ? resolveEscapes(raw) : raw;
    this.#isDelicate = scanner.delicate;
    this.#next = quote + 1;
    return this.#escapeFormulae ? harmless(text) : text;
  }

  #readTheLongWay(index: number, depth: number, known: number): number {
    this.#columns.forget(known);
    this.#begin();
    this.#values.loose = true;
    const next = this.#values.skip(index, depth);
    this.#spread(this.#tree(index, depth + 1), null);
    return next;
  }

  /** The members of the object at `index`, which has been checked; of a repeated key the last, at the first's place. */
  #tree(index: number, depth: number): Tree {
    const scanner = this.#scanner;
    const tree: Tree = new Map();
    index = scanner.space(index + 1);
    while (scanner.bytes[index] !== 0x7d) {
      const quote = scanner.closingQuote(index + 1);
      const raw = scanner.text.slice(index + 1, quote);
      const name = scanner.escaped ? resolveEscapes(raw, "keep") : raw;
      index = scanner.space(scanner.space(quote + 1) + 1);
      const nested = scanner.bytes[index] === 0x7b && scanner.bytes[scanner.space(index + 1)] !== 0x7d;
      tree.set(name, nested ? this.#tree(index, depth + 1) : this.#cell(index, depth));
      index = scanner.space(this.#next);
      if (scanner.bytes[index] === 0x2c) index = scanner.space(index + 1);
    }
    this.#next = index + 1;
    return tree;
  }

  #spread(tree: Tree, path: string | null): void {
    for (const [name, value] of tree) {
      if (typeof value === "string") this.#put(this.#columns.at(join(path, name)), value);
      else this.#spread(value, join(path, name));
    }
  }

  #put(column: Column, cell: string): void {
    if (column.seen === this.#visit) this.collision ??= column.path;
    column.seen = this.#visit;
    if (!this.keeping || column.slot < 0) return;
    this.row[column.slot] = cell;
    this.delicate.push(column.slot);
  }
}
