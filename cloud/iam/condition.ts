import { compileArnPattern, compilePattern, type PatternOptions, type Variables } from "./match.ts";
import type { RequestContext } from "./request.ts";
import { isWithin, readAddressRange, readDate, readNumber } from "./values.ts";

/**
 * The Condition element: each operator and key becomes one test of a request.
 *
 *     { "StringLike": { "s3:prefix": ["home/", "home/*"] } }     keys AND, values OR
 *
 *     key missing?   Null tells - IfExists and ForAllValues are true - ForAnyValue is false - negated operators are
 *                    true - all others are false            (IAM user guide, "Condition operators")
 */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly holds: (context: RequestContext) => boolean;
}

/** Whether one value in the request agrees with one value in the policy. */
type Test = (value: string, variables: Variables) => boolean;
type Compile = (expected: string, options: PatternOptions) => Test;
interface Operator {
  readonly compile: Compile;
  readonly negated: boolean;
}

export interface OperatorName {
  /** The name without quantifier and suffix, as `StringLike`. */
  readonly base: string;
  readonly quantifier: "ForAllValues" | "ForAnyValue" | undefined;
  readonly ifExists: boolean;
}

/** Undefined if IAM has no such operator. */
export function readOperator(name: string): OperatorName | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name);
  const base = match?.[2] ?? "";
  if (base === "Null") return match?.[3] ? undefined : { base, quantifier: undefined, ifExists: false };
  if (!OPERATORS.has(base)) return undefined;
  return { base, quantifier: match![1] as OperatorName["quantifier"], ifExists: match![3] !== undefined };
}

/** One test per key. The operator's name has been checked. */
export function compileCondition(
  name: string,
  key: string,
  expected: readonly string[],
  options: PatternOptions,
): Condition {
  const operator = readOperator(name)!;
  const holds =
    operator.base === "Null" ? compileNull(key, expected) : compileComparison(operator, key, expected, options);
  return { operator: name, key, holds };
}

function compileNull(key: string, expected: readonly string[]): Condition["holds"] {
  const wanted = expected.map((value) => value.toLowerCase() === "true");
  return (context) => wanted.includes(context.get(key) === undefined);
}

function compileComparison(
  name: OperatorName,
  key: string,
  expected: readonly string[],
  options: PatternOptions,
): Condition["holds"] {
  const { compile, negated } = OPERATORS.get(name.base)!;
  const any = anyOf(expected.map((value) => compile(value, options)));
  const agrees: Test = negated ? (value, variables) => !any(value, variables) : any;
  const whenMissing = holdsWithoutKey(name, negated);
  return (context) => {
    const value = context.get(key);
    if (value === undefined) return whenMissing;
    if (typeof value === "string") return agrees(value, context);
    // Without a quantifier, several values are one: a negated operator is the negation of its positive twin.
    const every = name.quantifier === "ForAllValues" || (name.quantifier === undefined && negated);
    return every ? value.every((one) => agrees(one, context)) : value.some((one) => agrees(one, context));
  };
}

function anyOf(tests: readonly Test[]): Test {
  const [only] = tests;
  return tests.length === 1 ? only! : (value, variables) => tests.some((test) => test(value, variables));
}

function holdsWithoutKey({ ifExists, quantifier }: OperatorName, negated: boolean): boolean {
  if (ifExists || quantifier === "ForAllValues") return true;
  return quantifier === "ForAnyValue" ? false : negated;
}

const equals: Compile = (expected, options) => compilePattern(expected, { ...options, wildcards: false });

/** The pattern is lowered but for the names of its variables, which are found whatever their case. */
const equalsIgnoringCase: Compile = (expected, options) => {
  const matches = compilePattern(expected.toLowerCase(), { ...options, wildcards: false });
  return (value, variables) => {
    const lookup = (key: string) => variables.lookup(key)?.toLowerCase();
    return matches(value.toLowerCase(), { lookup });
  };
};

const bool: Compile = (expected) => {
  const wanted = expected.toLowerCase();
  return (value) => value === wanted || value.toLowerCase() === wanted;
};

const binary: Compile = (expected) => {
  const bytes = Buffer.from(expected, "base64");
  return (value) => bytes.equals(Buffer.from(value, "base64"));
};

const address: Compile = (expected) => {
  const range = readAddressRange(expected);
  return range ? (value) => isWithin(range, value) : () => false;
};

/** Compares as `read` understands both sides; what it does not understand agrees with nothing. */
function ordered(
  read: (text: string) => number | undefined,
  agree: (value: number, expected: number) => boolean,
): Compile {
  return (expected) => {
    const limit = read(expected);
    if (limit === undefined) return () => false;
    return (value) => {
      const number = read(value);
      return number !== undefined && agree(number, limit);
    };
  };
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...pair("StringEquals", "StringNotEquals", equals),
  ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", equalsIgnoringCase),
  ...pair("StringLike", "StringNotLike", compilePattern),
  ...pair("ArnEquals", "ArnNotEquals", compileArnPattern),
  ...pair("ArnLike", "ArnNotLike", compileArnPattern),
  ...pair("IpAddress", "NotIpAddress", address),
  ...comparisons("Numeric", readNumber),
  ...comparisons("Date", readDate),
  positive("Bool", bool),
  positive("BinaryEquals", binary),
]);

function positive(name: string, compile: Compile): [string, Operator] {
  return [name, { compile, negated: false }];
}

function pair(name: string, negation: string, compile: Compile): [string, Operator][] {
  return [positive(name, compile), [negation, { compile, negated: true }]];
}

function comparisons(family: string, read: (text: string) => number | undefined): [string, Operator][] {
  return [
    ...pair(
      `${family}Equals`,
      `${family}NotEquals`,
      ordered(read, (value, expected) => value === expected),
    ),
    positive(
      `${family}LessThan`,
      ordered(read, (value, expected) => value < expected),
    ),
    positive(
      `${family}LessThanEquals`,
      ordered(read, (value, expected) => value <= expected),
    ),
    positive(
      `${family}GreaterThan`,
      ordered(read, (value, expected) => value > expected),
    ),
    positive(
      `${family}GreaterThanEquals`,
      ordered(read, (value, expected) => value >= expected),
    ),
  ];
}
