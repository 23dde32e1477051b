import { invalidParameter } from "../errors.ts";
import { readComparison } from "./comparison.ts";
import type { Pattern } from "./pattern.ts";
import { invalidPattern, Scanner } from "./scanner.ts";
import { readSelector, select } from "./selector.ts";

/**
 * A condition on messages that are JSON objects; others never match.
 *
 *     { ($.user.id = 1 || $.user.id = 2) && $.latency > 500 }        && binds closer than ||
 *     { $.error IS NULL }   { $.done IS TRUE }   { $.error NOT EXISTS }
 */
export function jsonPattern(source: string): Pattern {
  if (!source.endsWith("}")) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
  const scanner = new Scanner(source.slice(1, -1));
  const condition = readAlternatives(scanner);
  if (!scanner.done) scanner.refuse();
  const matches = (message: string) => {
    const object = parsed(message);
    return object !== undefined && condition(object);
  };
  const knows = (selector: string) => selector.startsWith("$.");
  return { kind: "json", matches, extracted: () => ({}), valueOf: textOf, knows };
}

/** The text of the one text, number or truth that a selector finds. */
function textOf(selector: string, message: string): string | undefined {
  const object = parsed(message);
  const found = object && select(readSelector(new Scanner(selector)), object)[0];
  return ["string", "number", "boolean"].includes(typeof found) ? String(found) : undefined;
}

type Condition = (message: object) => boolean;

function readAlternatives(scanner: Scanner): Condition {
  const alternatives = [readConjunction(scanner)];
  while (scanner.take("||")) alternatives.push(readConjunction(scanner));
  return alternatives.length === 1
    ? alternatives[0]!
    : (message) => alternatives.some((alternative) => alternative(message));
}

function readConjunction(scanner: Scanner): Condition {
  const conditions = [readCondition(scanner)];
  while (scanner.take("&&")) conditions.push(readCondition(scanner));
  return conditions.length === 1 ? conditions[0]! : (message) => conditions.every((condition) => condition(message));
}

/** With the space around it. */
function readCondition(scanner: Scanner): Condition {
  scanner.skipSpace();
  const condition = scanner.take("(") ? readGroup(scanner) : readSimple(scanner);
  scanner.skipSpace();
  return condition;
}

function readGroup(scanner: Scanner): Condition {
  const condition = readAlternatives(scanner);
  if (!scanner.take(")")) scanner.refuse();
  return condition;
}

function readSimple(scanner: Scanner): Condition {
  const selector = readSelector(scanner);
  scanner.skipSpace();
  if (scanner.match(/NOT\s+EXISTS\b/y)) return (message) => select(selector, message).length === 0;
  const word = scanner.match(/IS\s+(\w+)/y)?.[1];
  if (word !== undefined) {
    const wanted = wordValue(word);
    return (message) => select(selector, message).includes(wanted);
  }
  const compare = readComparison(scanner);
  return (message) =>
    select(selector, message).some(
      (value) => (typeof value === "string" || typeof value === "number") && compare(value),
    );
}

function wordValue(word: string): unknown {
  if (!["NULL", "TRUE", "FALSE"].includes(word)) throw invalidPattern();
  return JSON.parse(word.toLowerCase());
}

function parsed(message: string): object | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
