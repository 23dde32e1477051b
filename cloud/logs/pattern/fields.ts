import { invalidParameter } from "../errors.ts";
import { readComparison } from "./comparison.ts";
import type { Pattern } from "./pattern.ts";
import { oddCharacter, Scanner } from "./scanner.ts";

/**
 * A pattern of fields between spaces ("Matching terms in space-delimited log events" in the user guide):
 *
 *     [ip, user, ..., status = 4* && status != 404, bytes > 1000]
 *
 * A text in quotes or in square brackets is one field. Dots stand for any number of fields; a name may be left out, the
 * field then goes by its number. The last field takes what is left of the line, so that `[w1=ERROR, w2]` means lines that
 * begin with ERROR. `[]` takes every field by its number.
 */
export function fieldsPattern(source: string): Pattern {
  if (!source.endsWith("]")) throw invalidParameter("If a filter pattern starts with '[' it must end with ']'");
  const wanted = new FieldsReader(source.slice(1, -1)).whole();
  const take = (message: string): Record<string, string> | undefined => {
    const found = align(wanted, message);
    return found?.every(({ field, value }) => field.test(value)) ? named(found) : undefined;
  };
  return {
    kind: "fields",
    matches: (message) => take(message) !== undefined,
    extracted: (message) => take(message) ?? {},
    valueOf: (selector, message) => take(message)?.[selector],
    knows: (selector) => wanted.some(({ name }) => name === selector) || /^\$\d+$/.test(selector),
  };
}

/** One place of the pattern. */
interface Field {
  /** `$ip`, or nothing for a place without a name. */
  readonly name: string | undefined;
  /** Any number of fields. */
  readonly many: boolean;
  test(value: string): boolean;
}

interface Found {
  readonly field: Field;
  readonly value: string;
  /** Counted from 1. */
  readonly position: number;
}

class FieldsReader {
  readonly #scanner: Scanner;

  constructor(source: string) {
    this.#scanner = new Scanner(source);
  }

  whole(): Field[] {
    this.#scanner.skipSpace();
    if (this.#scanner.done) return [ANY_NUMBER];
    const fields = [this.#field()];
    while (this.#scanner.take(",")) fields.push(this.#field());
    if (!this.#scanner.done) this.#scanner.refuse();
    if (fields.filter(({ many }) => many).length > 1) throw invalidParameter("Invalid filter pattern");
    return fields;
  }

  #field(): Field {
    const scanner = this.#scanner;
    scanner.skipSpace();
    if (scanner.take("...")) {
      scanner.skipSpace();
      return ANY_NUMBER;
    }
    const name = scanner.match(NAME)?.[0];
    scanner.skipSpace();
    if (name === undefined || scanner.done || scanner.next === ",") return { ...ANYTHING, name: name && `$${name}` };
    const test = this.#alternatives(name);
    return { name: `$${name}`, many: false, test: (value) => test(value) };
  }

  /** `status = 404 || status = 410`; the name is said once more in each condition. */
  #alternatives(name: string): Test {
    const alternatives = [this.#conjunction(name)];
    while (this.#scanner.take("||")) alternatives.push(this.#again(name, () => this.#conjunction(name)));
    return (value) => alternatives.some((test) => test(value));
  }

  #conjunction(name: string): Test {
    const conditions = [this.#condition()];
    while (this.#scanner.take("&&")) conditions.push(this.#again(name, () => this.#condition()));
    return (value) => conditions.every((test) => test(value));
  }

  #again(name: string, read: () => Test): Test {
    this.#scanner.skipSpace();
    const again = this.#scanner.match(NAME)?.[0];
    if (again === undefined) this.#scanner.refuse();
    if (again !== name) throw oddCharacter(again);
    this.#scanner.skipSpace();
    return read();
  }

  #condition(): Test {
    const compare = readComparison(this.#scanner, FIELD_TEXT);
    this.#scanner.skipSpace();
    return (value) => compare(typed(value)) || compare(value);
  }
}

type Test = (value: string) => boolean;

const NAME = /[A-Za-z0-9_-]+/y;
/** What an unquoted text may hold here. */
const FIELD_TEXT = /[^\s"%,=!<>|&[\]()]+/y;
const ANYTHING = { name: undefined, many: false, test: () => true };
const ANY_NUMBER: Field = { ...ANYTHING, many: true };

/** Numbers are compared as numbers where the pattern has one. */
function typed(value: string): string | number {
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) ? number : value;
}

const FIELD = /\s*(?:"((?:[^"\\]|\\.)*)"(?=\s|$)|\[([^\]]*)\](?=\s|$)|(\S+))/y;

interface Word {
  readonly value: string;
  readonly start: number;
}

/** The words of a message, with the place where each begins. */
function wordsOf(message: string): Word[] {
  const words: Word[] = [];
  FIELD.lastIndex = 0;
  for (let match = FIELD.exec(message); match; match = FIELD.exec(message)) {
    words.push({ value: match[1] ?? match[2] ?? match[3]!, start: match.index + match[0].search(/\S/) });
  }
  return words;
}

/** Which field of the pattern takes which word; nothing when there are too few or too many. */
function align(fields: readonly Field[], message: string): Found[] | undefined {
  const words = wordsOf(message);
  const dots = fields.findIndex(({ many }) => many);
  if (dots < 0) return alignToEnd(fields, words, message);
  const behind = fields.length - dots - 1;
  if (words.length < dots + behind) return undefined;
  return words.map(({ value }, i) => {
    const fromEnd = words.length - i;
    const field = i < dots ? fields[i]! : fromEnd <= behind ? fields[fields.length - fromEnd]! : ANY_NUMBER;
    return { field, value, position: i + 1 };
  });
}

/** One word a field, and the rest of the line for the last one. */
function alignToEnd(fields: readonly Field[], words: readonly Word[], message: string): Found[] | undefined {
  if (words.length < fields.length) return undefined;
  const last = fields.length - 1;
  return fields.map((field, i) => {
    const { value, start } = words[i]!;
    const rest = i === last && words.length > fields.length;
    return { field, value: rest ? message.slice(start).trimEnd() : value, position: i + 1 };
  });
}

function named(found: readonly Found[]): Record<string, string> {
  return Object.fromEntries(found.map(({ field, value, position }) => [field.name ?? `$${position}`, value]));
}
