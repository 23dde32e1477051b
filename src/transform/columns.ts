/**
 * The columns of the table, in order of first sight, and the keys that lead to them.
 *
 *     {"id": 1, "customer": {"name": "Ada", "town": "Bern"}}
 *
 *     root - id ------------------------> column 0  id
 *         \- customer - name -----------> column 1  customer.name
 *                    \- town -----------> column 2  customer.town
 *
 * A key remembers which key followed it in the last record: documents repeat themselves, so the next key is usually
 * recognised by comparing its bytes with one guess, without cutting it out or looking it up.
 */

import { toLatin1, wellFormed } from "./escapes.ts";

/** A column of the output: a path of the document, or `from` under another `name`. */
export type ColumnChoice = string | { readonly name: string; readonly from: string };

export class Column {
  readonly path: string;
  /** Where its cells stand in a row; -1: a projection leaves it out. */
  readonly slot: number;
  /** Visit in which it was last filled (see RecordReader). */
  seen = 0;
  /** It was only seen in a value that a repeated key replaced, so it does not exist. */
  gone = false;

  constructor(path: string, slot: number) {
    this.path = path;
    this.slot = slot;
  }
}

/** So many keys or columns are searched one by one; for a small document a map would cost more than it saves. */
const FEW = 16;

/** The children of the many keys that have none. */
const NONE: Key[] = [];

/** One key in one place of the records. */
export class Key {
  readonly name: string;
  readonly path: string | null;
  /** How it stands in the document, quotes included; set when it is seen a second time, for most are seen once. */
  quoted: Uint8Array | null = null;
  /** The child that came first, and the sibling that came next, when this was last read. */
  first: Key | null = null;
  next: Key | null = null;
  column: Column | null = null;
  /** Visit in which it was last read (see RecordReader). */
  seen = 0;
  #children: Key[] = NONE;
  #byName: Map<string, Key> | null = null;

  constructor(name: string, path: string | null) {
    this.name = name;
    this.path = path;
  }

  child(name: string): Key | undefined {
    if (this.#byName !== null) return this.#byName.get(name);
    for (const child of this.#children) if (child.name === name) return child;
    return undefined;
  }

  adopt(child: Key): Key {
    if (this.#children === NONE) this.#children = [child];
    else this.#children.push(child);
    if (this.#byName !== null) this.#byName.set(child.name, child);
    else if (this.#children.length > FEW) this.#byName = new Map(this.#children.map((each) => [each.name, each]));
    return child;
  }
}

/** The path of `name` under the path `parent` (null: at the top of a record). */
export function join(parent: string | null, name: string): string {
  return parent === null ? wellFormed(name) : `${parent}.${wellFormed(name)}`;
}

export class Columns {
  readonly root = new Key("", null);
  /** The names in the header, latin1. */
  readonly header: string[] = [];
  /** A row of empty cells, as wide as the header. */
  readonly blank: string[] = [];
  /** Pairs of slots: the first is copied to the second, where a projection uses a path twice. */
  readonly copies: (readonly [from: number, to: number])[] = [];
  /** Attempts to read a record so far, in all readings of the document: keys and columns remember in which they were seen. */
  visits = 0;
  readonly #found: Column[] = [];
  #byPath: Map<string, Column> | null = null;
  readonly #slots: Map<string, number> | null;

  constructor(choice?: readonly ColumnChoice[]) {
    this.#slots = choice === undefined ? null : new Map();
    for (const each of choice ?? []) {
      this.#choose(toLatin1(typeof each === "string" ? each : each.from), typeof each === "string" ? each : each.name);
    }
  }

  #choose(path: string, name: string): void {
    const first = this.#slots!.get(path);
    if (first === undefined) this.#slots!.set(path, this.header.length);
    else this.copies.push([first, this.header.length]);
    this.header.push(toLatin1(name));
    this.blank.push("");
  }

  get count(): number {
    return this.#found.length;
  }

  /** The column of a path, made at its first sight. */
  at(path: string): Column {
    if (this.#byPath !== null) return this.#byPath.get(path) ?? this.#add(path);
    for (const column of this.#found) if (column.path === path) return column;
    return this.#add(path);
  }

  #add(path: string): Column {
    const slot = this.#slots === null ? this.header.length : (this.#slots.get(path) ?? -1);
    const column = new Column(path, slot);
    this.#found.push(column);
    if (this.#byPath !== null) this.#byPath.set(path, column);
    else if (this.count > FEW) this.#byPath = new Map(this.#found.map((each) => [each.path, each]));
    if (this.#slots === null) {
      this.header.push(path);
      this.blank.push("");
    }
    return column;
  }

  /** Forgets every column but the first `count`. */
  forget(count: number): void {
    for (const column of this.#found.splice(count)) {
      column.gone = true;
      this.#byPath?.delete(column.path);
      if (this.#slots === null) {
        this.header.pop();
        this.blank.pop();
      }
    }
  }
}
