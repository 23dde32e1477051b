import { notUnderstood } from "./errors.ts";

/**
 * The little of Terraform's language that the stack uses: `${type.name.attribute}` and `${data.type.name.attribute}`,
 * alone or inside a text, and `$${` for a literal `${`. Everything else - functions, indices, `%{` directives, names
 * that are to be evaluated - is refused with its place, so that nobody takes half an evaluation for a whole one.
 */
const EXPRESSION = /\$\$\{|\$\{([^}]*)\}/g;
const REFERENCE = /^(?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+\.[a-z0-9_]+$/;

/** What a reference stands for: `lookup("aws_sqs_queue.deliveries", "arn")`. */
export type Lookup = (address: string, attribute: string, place: string) => unknown;

/** A value with every expression in it evaluated. A text that is one reference takes over the referenced value's kind. */
export function evaluate(value: unknown, lookup: Lookup, place: string): unknown {
  if (typeof value === "string") return evaluateText(value, lookup, place);
  if (Array.isArray(value)) return value.map((item, i) => evaluate(item, lookup, `${place}[${i}]`));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => {
    if (name.includes("${")) throw notUnderstood(`The name ${name}`, place);
    return [name, evaluate(item, lookup, `${place}.${name}`)];
  });
  return Object.fromEntries(entries);
}

function evaluateText(text: string, lookup: Lookup, place: string): unknown {
  if (text.includes("%{")) throw notUnderstood("A %{ directive", place);
  const whole = /^\$\{([^}]*)\}$/.exec(text);
  if (whole) return resolve(whole[1]!, lookup, place);
  return text.replace(EXPRESSION, (_found, expression: string | undefined) =>
    expression === undefined ? "${" : textOf(resolve(expression, lookup, place), expression, place),
  );
}

/** Terraform puts no lists and no objects into a text either. */
function textOf(value: unknown, expression: string, place: string): string {
  if (typeof value === "object")
    throw notUnderstood(`The ${JSON.stringify(value)} of \${${expression}} in a text`, place);
  return String(value);
}

function resolve(expression: string, lookup: Lookup, place: string): unknown {
  const { address, attribute } = parse(expression, place);
  return lookup(address, attribute, place);
}

function parse(expression: string, place: string): { address: string; attribute: string } {
  if (!REFERENCE.test(expression)) throw notUnderstood(`The expression \${${expression}}`, place);
  const dot = expression.lastIndexOf(".");
  return { address: expression.slice(0, dot), attribute: expression.slice(dot + 1) };
}

/** The addresses that a value's expressions name. */
export function referencesIn(value: unknown, place: string): Set<string> {
  const found = new Set<string>();
  const collect: Lookup = (address) => {
    found.add(address);
    return "";
  };
  evaluate(value, collect, place);
  return found;
}
