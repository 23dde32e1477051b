import { type Condition, conditionOf } from "./filter-conditions.ts";

/**
 * The filters of an event source mapping: a message passes when one of them matches, or when there is none.
 *
 *     {"body": {"kind": ["order", {"prefix": "re"}], "$or": [{"price": [{"numeric": [">", 10]}]}, {"gift": [true]}]}}
 *
 * Of an SQS message only the body counts (developer guide, "Using event filtering with an Amazon SQS event source"):
 * a pattern in JSON drops a body that is none, a pattern for plain text drops a body that is JSON, and other keys are
 * not filtered on. Members of an array match when one of them does.
 */
export class Filters {
  readonly #patterns: readonly Pattern[];

  /** @throws SyntaxError when one is no pattern */
  constructor(sources: readonly string[]) {
    this.#patterns = sources.map(patternOf);
  }

  passes(body: string): boolean {
    return this.#patterns.length === 0 || this.#patterns.some(({ body: rule }) => !rule || matchesBody(rule, body));
  }
}

interface Pattern {
  /** Absent when the pattern says nothing about the body. */
  readonly body: Rule | undefined;
}

/** What a value must be: one of the conditions, or an object whose members each match a rule of their own. */
type Rule = readonly Condition[] | Members;

interface Members {
  readonly members: readonly (readonly [name: string, rule: Rule])[];
  /** Of each list one alternative must match. */
  readonly choices: readonly (readonly Members[])[];
}

function patternOf(source: string): Pattern {
  const { members } = membersOf(JSON.parse(source));
  return { body: members.find(([name]) => name === "body")?.[1] };
}

function membersOf(value: unknown): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError("not an object");
  const entries = Object.entries(value);
  const choices = entries.filter(([name, alternatives]) => name === "$or" && isChoice(alternatives));
  return {
    members: entries.filter((entry) => !choices.includes(entry)).map(([name, rule]) => [name, ruleOf(rule)] as const),
    choices: choices.map(([, alternatives]) => (alternatives as unknown[]).map(membersOf)),
  };
}

function isChoice(alternatives: unknown): boolean {
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return Array.isArray(alternatives) && alternatives.length > 1 && alternatives.every(isObject);
}

function ruleOf(value: unknown): Rule {
  if (!Array.isArray(value)) return membersOf(value);
  if (value.length === 0) throw new SyntaxError("an empty array matches nothing");
  return value.map(conditionOf);
}

function matchesBody(rule: Rule, body: string): boolean {
  const json = parsed(body);
  if (!("members" in rule)) return json === undefined && rule.some((condition) => condition(body));
  return json !== undefined && matches(rule, json.value);
}

function matches(rule: Rule, value: unknown): boolean {
  if (!("members" in rule)) return anyOf(value, (element) => rule.some((condition) => condition(element)));
  return anyOf(value, (element) => {
    if (typeof element !== "object" || element === null) return rule.members.every(([, inner]) => wantsNothing(inner));
    const member = (name: string) =>
      Object.hasOwn(element, name) ? (element as Record<string, unknown>)[name] : undefined;
    const isMet = ([name, inner]: readonly [string, Rule]) => matches(inner, member(name));
    const isChosen = (alternatives: readonly Members[]) => alternatives.some((one) => matches(one, element));
    return rule.members.every(isMet) && rule.choices.every(isChosen);
  });
}

/** Whether a rule is content with a value that is not there. */
function wantsNothing(rule: Rule): boolean {
  return "members" in rule ? rule.members.every(([, inner]) => wantsNothing(inner)) : rule.some((is) => is(undefined));
}

function anyOf(value: unknown, is: (element: unknown) => boolean): boolean {
  return Array.isArray(value) ? value.some((element) => anyOf(element, is)) : is(value);
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
