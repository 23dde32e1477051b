import { nearest } from "./nearest.ts";

/**
 * What data may look like, for data that no compiler has seen. A check is handed what was found and the place where it
 * was found, and answers with complaints: `load.documents is "many", expected a whole number from 1 to 1000000`.
 */
export type Check = (found: unknown, place: string) => string[];

export const text: Check = (found, place) =>
  typeof found === "string" && found.trim() !== "" ? [] : [expected("a text", found, place)];

export const flag: Check = (found, place) =>
  typeof found === "boolean" ? [] : [expected("true or false", found, place)];

export function number(min: number, max: number): Check {
  return (found, place) =>
    typeof found === "number" && found >= min && found <= max
      ? []
      : [expected(`a number from ${min} to ${max}`, found, place)];
}

export function whole(min: number, max: number): Check {
  return (found, place) =>
    Number.isInteger(found) && number(min, max)(found, place).length === 0
      ? []
      : [expected(`a whole number from ${min} to ${max}`, found, place)];
}

export function oneOf(...words: readonly string[]): Check {
  const choice = words.map((word) => JSON.stringify(word)).join(", ");
  return (found, place) => (words.includes(found as string) ? [] : [expected(`one of ${choice}`, found, place)]);
}

/** One of many names; of a long list only what may have been meant is told. */
export function nameOf(names: readonly string[]): Check {
  return (found, place) => {
    if (names.includes(found as string)) return [];
    const near = typeof found === "string" ? nearest(found, names) : [];
    const what = near.length > 0 || names.length > 20 ? "a known name" : `one of ${names.join(", ")}`;
    return [`${expected(what, found, place)}${near.length > 0 ? `; did you mean ${near.join(" or ")}?` : ""}`];
  };
}

export function listOf(check: Check): Check {
  return (found, place) =>
    Array.isArray(found)
      ? found.flatMap((element, i) => check(element, `${place}[${i}]`))
      : [expected("a list", found, place)];
}

/** What may be left out, but may not be anything else. */
export function optional(check: Check): Check {
  return (found, place) => (found === undefined ? [] : check(found, place));
}

/** An object with these members and no others: a misspelt one would be a claim that nobody judges. */
export function shape<T>(members: { readonly [Name in keyof Required<T>]: Check }): Check {
  const names = Object.keys(members) as (keyof T & string)[];
  return (found, place) => {
    if (!isRecord(found)) return [expected(`an object with ${names.slice(0, 3).join(", ")} and so on`, found, place)];
    const within = (name: string) => (place === "" ? name : `${place}.${name}`);
    const strangers = Object.keys(found).filter((name) => !names.includes(name as keyof T & string));
    return [
      ...strangers.map((name) => stranger(within(name), name, names)),
      ...names.flatMap((name) => members[name](found[name], within(name))),
    ];
  };
}

/** What one of the vocabulary's own words makes; a list of what it then has says enough. */
export function madeBy(word: string, isIt: (found: Readonly<Record<string, unknown>>) => boolean): Check {
  return (found, place) => (isRecord(found) && isIt(found) ? [] : [expected(`what ${word}(...) makes`, found, place)]);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Promise);
}

export function expected(what: string, found: unknown, place: string): string {
  return `${place || "what its function returns"} is ${show(found)}, expected ${what}`;
}

function stranger(place: string, name: string, names: readonly string[]): string {
  const [near] = nearest(name, names);
  return `${place} is not known here${near ? `, did you mean ${near}` : `; known are ${names.join(", ")}`}`;
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "number") return String(value);
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a promise";
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
