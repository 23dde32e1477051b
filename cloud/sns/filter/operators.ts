import { blockOf, contains } from "./cidr.ts";
import { refuse } from "./refusal.ts";
import type { JsonTokens, Token } from "./tokens.ts";

/**
 * The match expressions of filter policies: `{"prefix": "auto-"}` and its kin. Each is read from the tokens and becomes
 * a test of one value. The texts of refusals were recorded on AWS, or are those of Event Ruler, the open-source rule
 * engine whose compiler speaks in the recorded ones.
 */
export type Scalar = string | number | boolean | null;
export type Test = (value: Scalar) => boolean;

/** What a list of conditions asks of a property: one of the tests, or that the property is absent. */
export type Condition = Test | "absent";

/** Reads one match expression; its opening bracket has been read. */
export function matchExpression(tokens: JsonTokens): Condition {
  if (tokens.next() !== "name") refuse(tokens, "Match expression name not found");
  const operator = tokens.name;
  const read = OPERATORS.get(operator);
  return read ? read(tokens) : refuse(tokens, `Unrecognized match type ${operator}`);
}

/** `numeric` compares with five digits of accuracy after the decimal point, as SNS documents it. */
export function sameNumber(a: number, b: number): boolean {
  return Math.round(a * 1e5) === Math.round(b * 1e5);
}

const OPERATORS = new Map<string, (tokens: JsonTokens) => Condition>(
  Object.entries({
    exactly: (tokens) => only(tokens, stringOf(tokens, "exact"), (text) => (value) => value === text),
    prefix: (tokens) => only(tokens, stringOf(tokens, "prefix"), startsWith),
    suffix: (tokens) =>
      only(tokens, stringOf(tokens, "suffix"), (text) => (value) => typeof value === "string" && value.endsWith(text)),
    "equals-ignore-case": (tokens) =>
      only(tokens, stringOf(tokens, "equals-ignore-case"), (text) => (value) => {
        return typeof value === "string" && value.toLowerCase() === text.toLowerCase();
      }),
    // Event Ruler says "prefix" here too.
    cidr: (tokens) => only(tokens, stringOf(tokens, "prefix"), (text) => inBlock(tokens, text)),
    exists: existence,
    numeric: (tokens) => {
      if (tokens.next() !== "[") refuse(tokens, "Value of numeric must be an array.");
      const test = numeric(tokens);
      if (tokens.next() !== "}") refuse(tokens, TOO_MANY);
      return test;
    },
    "anything-but": anythingBut,
  }),
);

const TOO_MANY = "Too many elements in numeric expression";

function stringOf(tokens: JsonTokens, operator: string): string {
  if (tokens.next() !== "string") refuse(tokens, `${operator} match pattern must be a string`);
  return tokens.text();
}

/** The expression must end here. */
function only<T>(tokens: JsonTokens, operand: T, test: (operand: T) => Test): Test {
  if (tokens.next() !== "}") refuse(tokens, "Only one key allowed in match expression");
  return test(operand);
}

function startsWith(prefix: string): Test {
  return (value) => typeof value === "string" && value.startsWith(prefix);
}

function inBlock(tokens: JsonTokens, text: string): Test {
  try {
    const block = blockOf(text);
    return (value) => typeof value === "string" && contains(block, value);
  } catch (error) {
    return refuse(tokens, (error as Error).message);
  }
}

/** A property that is there must have a value that is neither null nor empty. */
function existence(tokens: JsonTokens): Condition {
  const token = tokens.next();
  if (token !== "true" && token !== "false") {
    refuse(tokens, "exists match pattern must be either true or false.");
  }
  const there: Test = (value) => value !== null && value !== "";
  const test = only(tokens, there, (it) => it);
  return token === "true" ? test : "absent";
}

/** `["=", 3]`, `[">", 0, "<=", 100]`. */
function numeric(tokens: JsonTokens): Test {
  if (tokens.next() !== "string") refuse(tokens, `Invalid member in numeric match: ${tokens.text()}`);
  const operator = tokens.text();
  const token = tokens.next();
  if (!isComparison(operator)) return refuse(tokens, `Unrecognized numeric range operator: ${operator}`);
  const bound = numberOf(tokens, token, operator === "=" ? "equals" : operator);
  const first = COMPARISONS[operator](bound);
  const following = tokens.next();
  if (following === "]") return first;
  if (operator !== ">" && operator !== ">=") refuse(tokens, TOO_MANY);
  const second = upperBound(tokens, following, bound);
  return (value) => first(value) && second(value);
}

function upperBound(tokens: JsonTokens, token: Token, bottom: number): Test {
  if (token !== "string") refuse(tokens, `Bad value in numeric range: ${tokens.text()}`);
  const operator = tokens.text();
  if (operator !== "<" && operator !== "<=") return refuse(tokens, `Bad numeric range operator: ${operator}`);
  const top = numberOf(tokens, tokens.next(), operator);
  if (tokens.next() !== "]") refuse(tokens, "Too many terms in numeric range expression");
  if (bottom >= top) refuse(tokens, "Bottom must be less than top");
  return COMPARISONS[operator](top);
}

function numberOf(tokens: JsonTokens, token: Token, name: string): number {
  if (token !== "number") refuse(tokens, `Value of ${name} must be numeric`);
  return Number(tokens.text());
}

const COMPARISONS = {
  "=":
    (bound: number): Test =>
    (value) =>
      typeof value === "number" && sameNumber(value, bound),
  "<":
    (bound: number): Test =>
    (value) =>
      typeof value === "number" && value < bound && !sameNumber(value, bound),
  "<=":
    (bound: number): Test =>
    (value) =>
      typeof value === "number" && (value < bound || sameNumber(value, bound)),
  ">":
    (bound: number): Test =>
    (value) =>
      typeof value === "number" && value > bound && !sameNumber(value, bound),
  ">=":
    (bound: number): Test =>
    (value) =>
      typeof value === "number" && (value > bound || sameNumber(value, bound)),
};

function isComparison(operator: string): operator is keyof typeof COMPARISONS {
  return Object.hasOwn(COMPARISONS, operator);
}

/** A value, a list of values, or a prefix - the one operator that SNS allows here. */
function anythingBut(tokens: JsonTokens): Test {
  const token = tokens.next();
  if (token === "{") return anythingButPrefix(tokens);
  if (token === "[") return anythingButList(tokens);
  if (token !== "string" && token !== "number") {
    refuse(tokens, "Value of anything-but must be an array or single string/number value.");
  }
  return only(tokens, [literalOf(tokens, token)], noneOf);
}

function anythingButPrefix(tokens: JsonTokens): Test {
  if (tokens.next() !== "name") refuse(tokens, "Anything-But expression name not found");
  if (tokens.name !== "prefix") refuse(tokens, `Unsupported anything-but pattern: ${tokens.name}`);
  const prefix = stringOf(tokens, "prefix");
  if (prefix === "") refuse(tokens, "Null prefix not allowed");
  const excluded = only(tokens, prefix, startsWith);
  return only(tokens, excluded, (test) => (value) => !test(value));
}

function anythingButList(tokens: JsonTokens): Test {
  const values: Scalar[] = [];
  for (let token = tokens.next(); token !== "]"; token = tokens.next()) {
    if (token !== "string" && token !== "number") {
      refuse(tokens, "Inside anything but list, start|null|boolean is not supported.");
    }
    values.push(literalOf(tokens, token));
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    refuse(tokens, "Inside anything but list, either all values are number or string, mixed type is not supported");
  }
  return only(tokens, values, noneOf);
}

function noneOf(values: readonly Scalar[]): Test {
  const tests = values.map(equals);
  return (value) => !tests.some((test) => test(value));
}

/** A literal of a policy matches values of its own type only. */
export function equals(literal: Scalar): Test {
  if (typeof literal === "number") return COMPARISONS["="](literal);
  return (value) => value === literal;
}

export function literalOf(tokens: JsonTokens, token: Token): Scalar {
  if (token === "string") return tokens.text();
  if (token === "number") return Number(tokens.text());
  return token === "null" ? null : token === "true";
}
