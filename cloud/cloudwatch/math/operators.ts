import { MathError } from "./error.ts";
import type { Operator } from "./parser.ts";
import { instantsOf, isArray, isNumber, isSeries, mapped, points, type TimeSeries, type Value } from "./time-series.ts";

const OPERATIONS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  OR: (left, right) => Number(left !== 0 || right !== 0),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<": (left, right) => Number(left < right),
  "<=": (left, right) => Number(left <= right),
  ">": (left, right) => Number(left > right),
  ">=": (left, right) => Number(left >= right),
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": power,
};

/** Whole powers by multiplication, roots by the one root that every machine rounds alike; only the rest by `**`. */
function power(base: number, exponent: number): number {
  if (exponent === 0.5) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 64) return base ** exponent;
  let product = 1;
  for (let i = 0; i < Math.abs(exponent); i++) product *= base;
  return exponent < 0 ? 1 / product : product;
}

/**
 * An operator between any two values. Two series meet instant by instant, and where only one of them has a value the
 * other counts as 0; what divides by zero is dropped (user guide, "Metric math syntax and functions"). Between arrays
 * the operator goes pair by pair.
 */
export function operate(operator: Operator, left: Value, right: Value): Value {
  const apply = OPERATIONS[operator];
  if (isNumber(left) && isNumber(right)) return apply(left, right);
  if (isArray(left) && isArray(right)) return paired(operator, left, right);
  if (isArray(left)) return left.map((one) => operate(operator, one, right) as TimeSeries);
  if (isArray(right)) return right.map((one) => operate(operator, left, one) as TimeSeries);
  if (isSeries(left) && isSeries(right)) return joined(left, right, apply);
  if (isSeries(left)) return mapped(left, (value) => apply(value, right as number));
  return mapped(right as TimeSeries, (value) => apply(left as number, value));
}

function joined(left: TimeSeries, right: TimeSeries, apply: (left: number, right: number) => number): TimeSeries {
  const values = instantsOf([left, right]).map(
    (instant) => [instant, apply(left.points.get(instant) ?? 0, right.points.get(instant) ?? 0)] as const,
  );
  return { ...left, points: points(values) };
}

function paired(operator: Operator, left: readonly TimeSeries[], right: readonly TimeSeries[]): TimeSeries[] {
  if (left.length !== right.length) {
    throw new MathError(
      `Operator '${operator}' needs arrays of the same length, and not ${left.length} and ${right.length}`,
    );
  }
  return left.map((one, i) => operate(operator, one, right[i]!) as TimeSeries);
}

export function negate(value: Value): Value {
  if (isNumber(value)) return -value;
  return isArray(value) ? value.map((one) => mapped(one, (x) => -x)) : mapped(value, (x) => -x);
}
