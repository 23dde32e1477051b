import { AGGREGATE_FUNCTIONS } from "./aggregate.ts";
import { type Argument, Arguments, type MathFunction, type Surroundings } from "./arguments.ts";
import { CALENDAR_FUNCTIONS } from "./calendar.ts";
import { CHOICE_FUNCTIONS } from "./choice.ts";
import { MathError } from "./error.ts";
import { negate, operate } from "./operators.ts";
import { type Node, parts } from "./parser.ts";
import { SHAPE_FUNCTIONS } from "./shape.ts";
import { isNumber, type TimeSeries, type Value } from "./time-series.ts";

const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ...AGGREGATE_FUNCTIONS,
  ...SHAPE_FUNCTIONS,
  ...CHOICE_FUNCTIONS,
  ...CALENDAR_FUNCTIONS,
};

/** Functions that CloudWatch has and this one has not. Logarithms may end in other bits on another machine. */
const ELSEWHERE = [
  "ANOMALY_DETECTION_BAND",
  "INSIGHT_RULE_METRIC",
  "LAMBDA",
  "LOG",
  "LOG10",
  "SERVICE_QUOTA",
  "DB_PERF_INSIGHTS",
];

/** An expression's surroundings and the values of the ids it may name. */
export interface Scope extends Surroundings {
  valueOf(id: string): Value;
}

/** The value of a tree. */
export function evaluate(node: Node, scope: Scope): Value {
  switch (node.type) {
    case "number":
      return node.value;
    case "id":
      return scope.valueOf(node.name);
    case "negation":
      return negate(evaluate(node.operand, scope));
    case "binary":
      return operate(node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
    case "array":
      return node.items.flatMap((item) => elements(evaluate(item, scope)));
    case "call":
      return call(node.name, node.args, scope);
    default:
      throw new MathError(`'${node.type === "word" ? node.name : node.value}' is no value`);
  }
}

/** Refuses functions that nobody here can compute, before any data are looked at. */
export function checkFunctions(tree: Node): void {
  for (const node of parts(tree)) if (node.type === "call") functionNamed(node.name);
}

function call(name: string, args: readonly Node[], scope: Scope): Value {
  const work = functionNamed(name);
  return work(
    new Arguments(
      name,
      args.map((arg) => argument(arg, scope)),
    ),
    scope,
  );
}

/** The first sentence is CloudWatch's own. */
function functionNamed(name: string): MathFunction {
  const work = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (work) return work;
  if (ELSEWHERE.includes(name)) throw new MathError(`Function '${name}' is not served by the embedded CloudWatch`);
  throw new MathError(`Function '${name}' not found`);
}

function argument(node: Node, scope: Scope): Argument {
  if (node.type === "word") return { keyword: node.name };
  return node.type === "string" ? { text: node.value } : evaluate(node, scope);
}

/** Arrays within arrays are one array: `[METRICS("4xx"), METRICS("5xx")]`. */
function elements(value: Value): readonly TimeSeries[] {
  if (isNumber(value)) throw new MathError("An array holds time series, and not numbers");
  return Array.isArray(value) ? value : [value as TimeSeries];
}
