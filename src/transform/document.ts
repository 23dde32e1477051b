/**
 * A document into its records: one object, an array of objects, or objects one after the other. Bytes are fed in
 * pieces of any size; each complete record is read once, the beginning of an incomplete one waits for its rest.
 *
 *     feed -> [ rest of the last piece | this piece | NUL ] -> window -> record, record, record, -> rest
 *
 * A document is judged by its grammar first. What is grammatical but no table (a record that is no object, two paths
 * of one name) is remembered and raised when the end has been reached.
 */

import { excerpt, type Flaw, type Reason } from "./bad-document.ts";
import type { Columns } from "./columns.ts";
import { fromLatin1 } from "./escapes.ts";
import { RecordReader } from "./records.ts";
import { MORE, Scanner } from "./scanner.ts";
import { Values } from "./values.ts";

const NOTHING = Buffer.alloc(0);

/** Bytes of the longest record: its cells, with every quote doubled, must still fit into one JavaScript string. */
const RECORD_LIMIT = 128 * 1024 * 1024;

/** What may come next at the top of the document. */
type State = "first" | "sequence" | "item-or-end" | "item" | "comma-or-end" | "end";

/** Takes the rows as they are read. */
export interface Rows {
  readonly outgrown: boolean;
  readonly escapeFormulae: boolean;
  /**
   * The row is given away. `delicate`: the slots of its cells that may need quotes; `bytes`: how long its record is,
   * which tells how much memory the row holds.
   */
  add(row: string[], delicate: readonly number[], bytes: number): void;
}

export class DocumentReader {
  /** Complete records so far. */
  records = 0;
  readonly #scanner = new Scanner();
  readonly #values = new Values(this.#scanner);
  readonly #columns: Columns;
  readonly #reader: RecordReader;
  readonly #rows: Rows | null;
  #state: State = "first";
  #window = NOTHING;
  #length = 0;
  /** Index in the window of what has not been read. */
  #at = 0;
  #base: number;
  /** Do not try before the window holds so many bytes: an endless record must not be read over and over. */
  #wanted = 0;
  /** Columns known before the record that is being read; from the first when the document is read a second time. */
  #known: number;
  #shape: Flaw | null = null;

  /**
   * Without `rows` the document is only checked and its columns are learnt. `start`: byte offset of the first byte
   * that will be fed.
   */
  constructor(columns: Columns, rows: Rows | null, start: number) {
    this.#columns = columns;
    this.#known = columns.count;
    this.#rows = rows;
    this.#base = start;
    this.#reader = new RecordReader(this.#scanner, this.#values, columns, rows?.escapeFormulae ?? false);
    this.#reader.keeping = rows !== null;
  }

  /** Bytes that are missing before the record that is incomplete is tried again; 0 when there is none. */
  get lacks(): number {
    return Math.max(0, this.#wanted - (this.#length - this.#at));
  }

  /** Reads on. `final`: nothing follows `piece`, and the document is judged. Throws the Flaw that refuses it. */
  feed(piece: Uint8Array, final: boolean): void {
    this.#append(piece, final);
    if (!final && this.#length < this.#wanted) return;
    this.#scanner.look(this.#window, this.#length, this.#base, final);
    try {
      while (this.#step());
      this.#wanted = 0;
    } catch (thrown) {
      if (thrown !== MORE) throw thrown;
      // half a record may have shown columns that the whole one has not: a key whose object had not arrived yet
      this.#columns.forget(this.#known);
      this.#checkRecord();
      this.#wanted = Math.min(4 * (this.#length - this.#at), RECORD_LIMIT + 1);
    }
    if (final) this.#finish();
  }

  /** Moves what has not been read to the front of the window and `piece` behind it. */
  #append(piece: Uint8Array, final: boolean): void {
    const rest = this.#length - this.#at;
    const length = rest + piece.length;
    const old = this.#window;
    if (length + 1 > old.length)
      this.#window = Buffer.allocUnsafe((final ? length : Math.max(length, this.#wanted)) + 1);
    if (rest > 0) old.copy(this.#window, 0, this.#at, this.#length);
    this.#window.set(piece, rest);
    this.#window[length] = 0;
    this.#base += this.#at;
    this.#length = length;
    this.#at = 0;
  }

  /** The window holds one incomplete record, and would have to grow for it. */
  #checkRecord(): void {
    if (this.#length - this.#at <= RECORD_LIMIT) return;
    throw this.#scanner.flaw("too-large", `expected a record of at most ${RECORD_LIMIT} bytes`, this.#at);
  }

  /** One step at the top of the document; false at the end of the window. */
  #step(): boolean {
    const scanner = this.#scanner;
    scanner.record = this.records;
    const index = scanner.space(this.#at);
    this.#at = index;
    if (index >= this.#length) return false;
    const byte = scanner.bytes[index];
    switch (this.#state) {
      case "first":
        if (byte !== 0x5b) this.#record(index, 0, "sequence");
        else this.#move(index + 1, "item-or-end");
        return true;
      case "sequence":
        this.#record(index, 0, "sequence");
        return true;
      case "item-or-end":
        if (byte === 0x5d) this.#move(index + 1, "end");
        else this.#record(index, 1, "comma-or-end");
        return true;
      case "item":
        this.#record(index, 1, "comma-or-end");
        return true;
      case "comma-or-end":
        if (byte !== 0x2c && byte !== 0x5d) scanner.fail(index, "expected a comma or ]");
        this.#move(index + 1, byte === 0x2c ? "item" : "end");
        return true;
      default:
        return scanner.fail(index, "expected the end of the document");
    }
  }

  #move(index: number, state: State): void {
    this.#at = index;
    this.#state = state;
  }

  #record(index: number, depth: number, state: State): void {
    const isObject = this.#scanner.bytes[index] === 0x7b;
    const next = isObject ? this.#object(index, depth) : this.#stranger(index, depth);
    this.#move(next, state);
    this.records++;
  }

  #object(index: number, depth: number): number {
    const reader = this.#reader;
    const next = reader.read(index, depth, this.#known);
    this.#known = this.#columns.count;
    if (reader.collision !== null) this.#misshapen("column-collision", twice(reader.collision), index);
    if (reader.keeping) {
      this.#rows!.add(reader.row, reader.delicate, next - index);
      if (this.#rows!.outgrown) reader.keeping = false;
    }
    return next;
  }

  /** A record that is no object: it must be JSON all the same, for grammar is judged first. */
  #stranger(index: number, depth: number): number {
    this.#values.loose = true;
    const next = this.#values.skip(index, depth);
    if (next === this.#length) this.#scanner.askForMore();
    this.#misshapen("not-tabular", `expected a record to be an object, found ${kind(this.#window[index]!)}`, index);
    return next;
  }

  /** Remembers the first thing that keeps grammatical JSON from being a table. */
  #misshapen(reason: Reason, problem: string, index: number): void {
    this.#shape ??= this.#scanner.flaw(reason, problem, index);
    this.#reader.keeping = false;
  }

  #finish(): void {
    const scanner = this.#scanner;
    if (this.#state === "first") throw scanner.flaw("empty", "expected an object or an array of objects", this.#length);
    if (this.#state === "item") scanner.fail(this.#length, "expected a record");
    if (this.#state !== "sequence" && this.#state !== "end") scanner.fail(this.#length, "expected a comma or ]");
    if (this.#shape !== null) throw this.#shape;
  }
}

function twice(path: string): string {
  return `expected no two values for column "${excerpt(fromLatin1(path))}"`;
}

function kind(byte: number): string {
  if (byte === 0x5b) return "an array";
  if (byte === 0x22) return "a string";
  return byte === 0x74 || byte === 0x66 ? "a boolean" : byte === 0x6e ? "null" : "a number";
}
