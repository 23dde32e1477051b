import { type Condition, equals, literalOf, matchExpression } from "./operators.ts";
import { PolicyRefusal, refuse } from "./refusal.ts";
import { JsonError, JsonTokens } from "./tokens.ts";
import type { Scope } from "./verdict.ts";

/**
 * The source of a filter policy, compiled: alternatives, each a list of properties that must all match.
 *
 *     {"a": [1, 2], "$or": [{"b": [3]}, {"c": {"d": [4]}}]}   ->   a and b | a and c.d
 */
export type Rule = readonly Alternative[];
export type Alternative = readonly Leaf[];

export interface Leaf {
  /** Names joined by dots: SNS takes `{"a.b": 1}` and `{"a": {"b": 1}}` for the same thing. */
  readonly path: string;
  readonly depth: number;
  readonly conditions: readonly Condition[];
}

/** Compiles a policy or throws a `PolicyRefusal`. */
export function compile(source: string, scope: Scope): Rule {
  try {
    const tokens = new JsonTokens(source);
    if (tokens.next() !== "{") refuse(tokens, "Filter is not an object");
    const rule = objectRule(tokens, "", 1);
    checkLimits(rule, scope);
    return rule;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PolicyRefusal(`FilterPolicy: failed to parse JSON. ${error.message}`);
  }
}

function objectRule(tokens: JsonTokens, prefix: string, depth: number): Rule {
  let rule: Rule = [[]];
  let empty = true;
  for (let token = tokens.next(); token !== "}"; token = tokens.next()) {
    empty = false;
    rule = conjunction(rule, propertyRule(tokens, prefix + tokens.name, depth));
  }
  if (empty) refuse(tokens, "Empty objects are not allowed");
  return rule;
}

function propertyRule(tokens: JsonTokens, path: string, depth: number): Rule {
  const name = tokens.name;
  const token = tokens.next();
  if (token === "{") return objectRule(tokens, `${path}.`, depth + 1);
  if (token !== "[") refuse(tokens, `"${name}" must be an object or an array`);
  if (name === "$or" && isChoice(tokens.fork())) return choiceRule(tokens, path.slice(0, -name.length), depth);
  return [[{ path, depth, conditions: conditions(tokens) }]];
}

function choiceRule(tokens: JsonTokens, prefix: string, depth: number): Rule {
  const rules: Rule[] = [];
  for (let token = tokens.next(); token !== "]"; token = tokens.next()) rules.push(objectRule(tokens, prefix, depth));
  return rules.flat();
}

/** Every alternative of the one with every alternative of the other; stops before choices in choices fill the memory. */
function conjunction(left: Rule, right: Rule): Rule {
  if (left.length * right.length > MOST_COMBINATIONS) throw tooComplex();
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function conditions(tokens: JsonTokens): Condition[] {
  const list: Condition[] = [];
  for (let token = tokens.next(); token !== "]"; token = tokens.next()) {
    if (token === "{") list.push(matchExpression(tokens));
    else if (token === "[") refuse(tokens, "Match value must be String, number, true, false, or null");
    else list.push(equals(literalOf(tokens, token)));
  }
  if (list.length === 0) refuse(tokens, "Empty arrays are not allowed");
  return list;
}

/**
 * `$or` means a choice only with two or more objects in it, none of which has a reserved word for a name; otherwise it
 * is a name like any other (SNS developer guide, "OR operator").
 */
function isChoice(ahead: JsonTokens): boolean {
  let count = 0;
  for (let token = ahead.next(); token !== "]"; token = ahead.next()) {
    if (token !== "{" || hasReservedName(ahead)) return false;
    count++;
  }
  return count >= 2;
}

/** Reads an object to its end. */
function hasReservedName(tokens: JsonTokens): boolean {
  let reserved = false;
  for (let level = 1; level > 0; ) {
    const token = tokens.next();
    if (token === "{" || token === "[") level++;
    else if (token === "}" || token === "]") level--;
    else if (token === "name" && level === 1 && RESERVED.has(tokens.name)) reserved = true;
  }
  return reserved;
}

/** As Event Ruler lists them; those after the comparisons wait for operators to come. */
const RESERVED = new Set(
  "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ip-address-in-range ip-address-not-in-range".split(
    " ",
  ),
);

const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/** Five keys, 150 combinations of values; a nested key weighs as much as it is deep. */
function checkLimits(rule: Rule, scope: Scope): void {
  const leaves = rule.flat();
  if (scope === "MessageAttributes" && leaves.some(({ depth }) => depth > 1)) {
    throw new PolicyRefusal("Filter policy scope MessageAttributes does not support nested filter policy");
  }
  if (new Set(leaves.map(({ path }) => path)).size > MOST_KEYS) {
    throw new PolicyRefusal("FilterPolicy: Filter policy can not have more than 5 keys");
  }
  const combinations = rule.map((leaves) =>
    leaves.reduce((product, { conditions, depth }) => product * conditions.length * depth, 1),
  );
  if (combinations.reduce((sum, count) => sum + count, 0) > MOST_COMBINATIONS) {
    throw tooComplex();
  }
}

const tooComplex = () => new PolicyRefusal("FilterPolicy: Filter policy is too complex");
