/**
 * The conditions of a filter: a literal, or one of the operators of the developer guide ("Filter rule syntax"). A value
 * that is not there is `undefined`.
 */
export type Condition = (value: unknown) => boolean;

/** @throws SyntaxError when it is none */
export function conditionOf(source: unknown): Condition {
  if (source === null || typeof source !== "object") return (value) => value === source;
  const entries = Object.entries(source);
  const [[operator, operand] = ["", undefined]] = entries;
  const make = Array.isArray(source) || entries.length !== 1 ? undefined : OPERATORS.get(operator);
  if (!make) throw new SyntaxError("not a filter rule");
  return make(operand);
}

const OPERATORS = new Map<string, (operand: unknown) => Condition>([
  ["exists", existence],
  ["prefix", (operand) => ofText(operand, (text, start) => text.startsWith(start))],
  ["suffix", (operand) => ofText(operand, (text, end) => text.endsWith(end))],
  ["equals-ignore-case", (operand) => ofText(operand, (text, same) => text.toLowerCase() === same.toLowerCase())],
  ["anything-but", anythingBut],
  ["numeric", numeric],
]);

/** It looks at leaves only: an object is neither there nor absent. */
function existence(operand: unknown): Condition {
  if (typeof operand !== "boolean") throw new SyntaxError("exists is true or false");
  return (value) => (value !== undefined && (typeof value !== "object" || value === null)) === operand;
}

function ofText(operand: unknown, is: (text: string, operand: string) => boolean): Condition {
  if (typeof operand !== "string") throw new SyntaxError("not a text");
  return (value) => typeof value === "string" && is(value, operand);
}

function anythingBut(operand: unknown): Condition {
  const isRule = typeof operand === "object" && operand !== null && !Array.isArray(operand);
  const refused = Array.isArray(operand) ? operand : [operand];
  const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
  if (!isRule && (refused.length === 0 || !refused.every(isScalar))) throw new SyntaxError("not a list of values");
  const is: Condition = isRule ? conditionOf(operand) : (value) => refused.includes(value);
  return (value) => value !== undefined && !is(value);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `["=", 5]`, or one or two bounds: `[">", 0, "<=", 10]`. */
function numeric(operand: unknown): Condition {
  const parts: unknown[] = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const [compare, bound] = [COMPARISONS[String(parts[i])], parts[i + 1]];
    if (!compare || typeof bound !== "number") throw new SyntaxError("not a comparison");
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 0 || tests.length > 2) throw new SyntaxError("one or two comparisons");
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}
