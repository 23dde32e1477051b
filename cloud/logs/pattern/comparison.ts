import { oddCharacter, type Scanner } from "./scanner.ts";

/**
 * What a condition may ask of a value: `= "Update*"`, `!= 400`, `>= 1e3`, `= %val.{2}%`. Only strings and numbers are
 * compared; nothing else matches, not even with `!=`.
 */
export type Comparison = (value: string | number) => boolean;

/** `bare` is what an unquoted text may look like. */
export function readComparison(scanner: Scanner, bare = BARE): Comparison {
  const operator = scanner.match(/!=|<=|>=|=|<|>/y)?.[0];
  if (operator === undefined) return scanner.refuse();
  scanner.skipSpace();
  if (operator === "=") return readEquality(scanner, bare);
  if (operator === "!=") return not(readEquality(scanner, bare));
  return ordering(operator, readNumber(scanner, bare));
}

function not(comparison: Comparison): Comparison {
  return (value) => !comparison(value);
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const BARE = /[^\s"'(){}&|%=!<>]+/y;

function readNumber(scanner: Scanner, bare: RegExp): number {
  const quoted = scanner.quoted();
  const text = quoted ?? scanner.match(bare)?.[0];
  if (text === undefined) return scanner.refuse();
  if (quoted !== undefined || !NUMBER.test(text)) throw oddCharacter(`"${text}"`);
  return Number(text);
}

function ordering(operator: string, bound: number): Comparison {
  const tests: Record<string, (value: number) => boolean> = {
    "<": (value) => value < bound,
    "<=": (value) => value <= bound,
    ">": (value) => value > bound,
    ">=": (value) => value >= bound,
  };
  const test = tests[operator]!;
  return (value) => typeof value === "number" && test(value);
}

/** An unquoted number equals numbers however they are written; all else is compared as text. */
function readEquality(scanner: Scanner, text: RegExp): Comparison {
  const expression = scanner.expression();
  if (expression) return (value) => expression.test(String(value));
  const quoted = scanner.quoted();
  if (quoted !== undefined) return wildcard(quoted);
  const bare = scanner.match(text)?.[0];
  if (bare === undefined) return scanner.refuse();
  if (!NUMBER.test(bare)) return wildcard(bare);
  const [number, same] = [Number(bare), wildcard(bare)];
  return (value) => (typeof value === "number" ? value === number : same(value));
}

/** A star at either end stands for anything; in the middle it is a star. */
function wildcard(pattern: string): Comparison {
  const [open, close] = [pattern.startsWith("*"), pattern.length > 1 && pattern.endsWith("*")];
  const text = pattern.slice(open ? 1 : 0, close ? -1 : undefined);
  return (value) => {
    const subject = String(value);
    if (open && close) return subject.includes(text);
    if (open) return subject.endsWith(text);
    return close ? subject.startsWith(text) : subject === text;
  };
}
