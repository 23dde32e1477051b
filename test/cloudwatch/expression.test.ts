import { expect } from "chai";
import fc from "fast-check";
import type { Surroundings } from "../../cloud/cloudwatch/math/arguments.ts";
import { MathError } from "../../cloud/cloudwatch/math/error.ts";
import { checkFunctions, evaluate } from "../../cloud/cloudwatch/math/evaluate.ts";
import { parse } from "../../cloud/cloudwatch/math/parser.ts";
import { isArray, isNumber, points, type TimeSeries, type Value } from "../../cloud/cloudwatch/math/time-series.ts";
import { MINUTE } from "./a-cloudwatch.ts";

type Values = (number | undefined)[];

const _ = undefined;

/** One value a minute from 1970 on; `_` is a minute without one. */
const aSeries = (values: Values, label = ""): TimeSeries => ({
  label,
  period: 60,
  points: points(values.map((value, minute) => [minute * MINUTE, value])),
});

const SERIES: Record<string, TimeSeries> = {
  a: aSeries([30, 20, 0, 0]),
  b: aSeries([20, _, 20, _]),
  gaps: aSeries([_, 10, _, _, 40, _]),
  steps: aSeries([5, _, 11, 8]),
  empty: aSeries([]),
  cond: aSeries([1, 1, 0, 0, _]),
  yes: aSeries([30, _, 0, 0, 30]),
  no: aSeries([0, 0, 20, _, 20]),
};

const METRICS = ["errors_a", "errors_b", "runs"].map((id, i) => ({ id, series: aSeries([i + 1, (i + 1) * 10], id) }));

const surroundings: Surroundings = {
  instants: (period) => Array.from({ length: 360 / period }, (_, i) => i * period * 1000),
  metrics: METRICS,
  period: 60,
  search: (terms, statistic, period) => [aSeries([1], `${terms} ${statistic} ${period}`)],
};

const seriesOf = (id: string): Value => {
  if (!Object.hasOwn(SERIES, id)) throw new MathError(`Variable '${id}' not found`);
  return SERIES[id]!;
};

const evaluated = (expression: string): Value => evaluate(parse(expression), { ...surroundings, valueOf: seriesOf });

/** Values by the minute, as they were written. */
const minutesOf = ({ points }: TimeSeries): Values => {
  const last = [...points.keys()].at(-1) ?? -MINUTE;
  return Array.from({ length: last / MINUTE + 1 }, (_, minute) => points.get(minute * MINUTE));
};

const shown = (expression: string): unknown => {
  const value = evaluated(expression);
  if (isNumber(value)) return value;
  return isArray(value) ? value.map(minutesOf) : minutesOf(value);
};

describe("An expression", () => {
  const table: [expression: string, value: unknown][] = [
    // Precedence.
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["12 / 3 / 2", 2],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["2 ^ -1", 0.5],
    ["9 ^ 0.5", 3],
    ["2 * -3", -6],
    ["--3", 3],
    ["1 + 1 == 2 AND 3 > 2", 1],
    ["1 OR 0 AND 0", 1],
    ["0 || 0 && 1", 0],
    ["1 <= 1 && 2 >= 3", 0],
    ["1 != 1", 0],
    ["1.5e2 + .5", 150.5],
    // The user guide's own examples of comparisons.
    ["(a < b)", [0, 0, 1, 0]],
    ["(a >= 30)", [1, 0, 0, 0]],
    ["(a > 15 AND b > 15)", [1, 0, 0, 0]],
    // Missing values count as 0 beside another; a division by zero is dropped.
    ["a + b", [50, 20, 20, 0]],
    ["a - b", [10, 20, -20, 0]],
    ["a / b", [1.5, _, 0]],
    ["b / a", [20 / 30, 0]],
    ["100 * a", [3000, 2000, 0, 0]],
    ["10 - b", [-10, _, -10]],
    ["-b", [-20, _, -20]],
    ["a ^ 2", [900, 400, 0, 0]],
    ["empty + 1", []],
    ["a + empty", [30, 20, 0, 0]],
    [
      "[a, b] + 1",
      [
        [31, 21, 1, 1],
        [21, _, 21],
      ],
    ],
    [
      "100 - [a, b]",
      [
        [70, 80, 100, 100],
        [80, _, 80],
      ],
    ],
    [
      "[a, b] - [b, a]",
      [
        [10, 20, -20, 0],
        [-10, -20, 20, 0],
      ],
    ],
    ["-[a]", [[-30, -20, -0, -0]]],
    // Aggregates: a number of a series, a series of an array.
    ["SUM(a)", 50],
    ["AVG(a)", 12.5],
    ["MIN(a)", 0],
    ["MAX(a)", 30],
    ["STDDEV(steps)", Math.sqrt(6)],
    ["DATAPOINT_COUNT(b)", 2],
    ["SUM(empty)", 0],
    ["a - AVG(a)", [17.5, 7.5, -12.5, -12.5]],
    ["a / MAX(empty)", []],
    ["SUM([a, b])", [50, 20, 20, 0]],
    ["AVG([a, b])", [25, 10, 10, 0]],
    ["MIN([a, b])", [20, 20, 0, 0]],
    ["MAX([a, b])", [30, 20, 20, 0]],
    ["STDDEV([a, b])", [5, 0, 10, 0]],
    ["DATAPOINT_COUNT([a, b])", [2, 1, 2, 1]],
    ["SUM(100 / [a, b])", [100 / 30 + 5, 5, 5]],
    // Values one by one.
    ["ABS(a - b)", [10, 20, 20, 0]],
    ["ABS(-2)", 2],
    ["CEIL(a / 7)", [5, 3, 0, 0]],
    ["FLOOR(a / 7)", [4, 2, 0, 0]],
    [
      "FLOOR([a, b] / 7)",
      [
        [4, 2, 0, 0],
        [2, _, 2],
      ],
    ],
    ["DIFF(steps)", [_, _, 6, -3]],
    ["DIFF_TIME(steps)", [_, _, 120, 60]],
    ["RATE(steps)", [_, _, 0.05, -0.05]],
    ["RATE(empty)", []],
    ["RUNNING_SUM(steps)", [5, _, 16, 24]],
    // Filling gaps.
    ["FILL(gaps, 0)", [0, 10, 0, 0, 40, 0]],
    ["FILL(gaps, REPEAT)", [_, 10, 10, 10, 40, 40]],
    ["FILL(gaps, LINEAR)", [_, 10, 20, 30, 40]],
    ["FILL(gaps, a)", [30, 10, 0, 0, 40]],
    ["FILL(gaps, MIN(gaps))", [10, 10, 10, 10, 40, 10]],
    ["FILL(empty, 7)", [7, 7, 7, 7, 7, 7]],
    [
      "FILL([empty, gaps], 1)",
      [
        [1, 1, 1, 1, 1, 1],
        [1, 10, 1, 1, 40, 1],
      ],
    ],
    ["TIME_SERIES(3)", [3, 3, 3, 3, 3, 3]],
    ["PERIOD(a)", 60],
    ["a / PERIOD(a)", [0.5, 20 / 60, 0, 0]],
    // Choosing.
    [
      "METRICS()",
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
    ],
    [
      'METRICS("errors")',
      [
        [1, 10],
        [2, 20],
      ],
    ],
    ['SUM([METRICS("_a"), METRICS("runs")])', [4, 40]],
    ["METRIC_COUNT(METRICS())", 3],
    ["FIRST(METRICS())", [1, 10]],
    ["LAST(METRICS())", [3, 30]],
    [
      "SLICE(METRICS(), 1)",
      [
        [2, 20],
        [3, 30],
      ],
    ],
    ["SLICE(METRICS(), 0, 1)", [[1, 10]]],
    [
      "SORT(METRICS(), SUM, DESC)",
      [
        [3, 30],
        [2, 20],
        [1, 10],
      ],
    ],
    ["SORT([runs_, a, empty], AVG, ASC)", "Variable 'runs_' not found"],
    ["SORT([b, a, empty], AVG, ASC)", [[], [30, 20, 0, 0], [20, _, 20]]],
    ["SORT([b, a, empty], MAX, DESC, 1)", [[30, 20, 0, 0]]],
    ["REMOVE_EMPTY([empty, b])", [[20, _, 20]]],
    // The user guide's tables of IF.
    ["IF(cond, yes, no)", [30, 0, 20]],
    ["IF(cond, 5, no)", [5, 5, 20]],
    ["IF(cond, yes, 5)", [30, 0, 5, 5]],
    ["IF(cond, 1, 2)", [1, 1, 2, 2]],
    ["IF(cond, yes)", [30, 0]],
    ["IF(1, a, b)", [30, 20, 0, 0]],
    ["IF(0, a, b)", [20, _, 20]],
    ["IF(0, a)", []],
    ["IF(-1, 7, 8)", 7],
    ["IF(a > 10, 1, 0)", [1, 1, 0, 0]],
    // The calendar: a Thursday.
    ["DAY(a)", [4, 4, 4, 4, 4, 4]],
    ["MINUTE(a)", [0, 1, 2, 3, 4, 5]],
    ["EPOCH(a)", [0, 60, 120, 180, 240, 300]],
    ["YEAR(a) + MONTH(a) + DATE(a) + HOUR(a)", [1972, 1972, 1972, 1972, 1972, 1972]],
    ["SEARCH('{AWS/SQS,QueueName}', 'Sum', 300)", [[1]]],
  ];
  for (const [expression, value] of table) {
    it(`${expression} is ${JSON.stringify(value)}`, () => {
      if (typeof value === "string") expect(() => evaluated(expression)).to.throw(MathError, value);
      else expect(shown(expression)).to.deep.equal(value);
    });
  }

  const wrong: [expression: string, message: string][] = [
    ["", "Unexpected end of expression"],
    ["1 +", "Unexpected end of expression"],
    ["(1 + 2", "Unexpected end of expression"],
    ["1 2", "Unexpected '2' at position 2"],
    ["a % b", "Unexpected character '%' at position 2"],
    ["SUM(a,)", "Unexpected ')' at position 6"],
    ["[1, 2]", "An array holds time series, and not numbers"],
    ["LINEAR", "'LINEAR' is no value"],
    ["'text'", "'text' is no value"],
    ["MEDIAN(a)", "Function 'MEDIAN' not found"],
    ["sum(a)", "Unexpected '(' at position 3"],
    ["toString", "Variable 'toString' not found"],
    ["ANOMALY_DETECTION_BAND(a, 2)", "Function 'ANOMALY_DETECTION_BAND' is not served by the embedded CloudWatch"],
    ["LOG10(a)", "Function 'LOG10' is not served by the embedded CloudWatch"],
    ["SUM()", "Function 'SUM' needs an argument 1"],
    ["SUM('a')", "Argument 1 of function 'SUM' must be a number or a time series"],
    ["RATE(1)", "Argument 1 of function 'RATE' must be a time series or an array of them"],
    ["TIME_SERIES(a)", "Argument 1 of function 'TIME_SERIES' must be a number"],
    ["PERIOD([a])", "Argument 1 of function 'PERIOD' must be a time series"],
    ["FIRST(a)", "Argument 1 of function 'FIRST' must be an array of time series"],
    ["METRICS(a)", "Argument 1 of function 'METRICS' must be a text"],
    ["FILL(a, NEAREST)", "Function 'FILL' has no mode 'NEAREST'"],
    ["FILL(a, [b])", "Argument 2 of function 'FILL' must be a number or a time series"],
    ["SORT([a], MEDIAN, ASC)", "Function 'SORT' needs one of AVG, MIN, MAX and SUM, and ASC or DESC"],
    ["IF([a], 1, 0)", "Argument 1 of function 'IF' must be a number or a time series"],
    ["IF(a, [b], 0)", "Function 'IF' chooses between numbers and single time series"],
    ["SEARCH('x')", "Function 'SEARCH' needs search terms and a statistic"],
    ["[a, b] + [a]", "Operator '+' needs arrays of the same length, and not 2 and 1"],
  ];
  for (const [expression, message] of wrong) {
    it(`${expression || "of nothing"} is refused: ${message}`, () => {
      expect(() => evaluated(expression)).to.throw(MathError, message);
    });
  }

  it("is refused for a function that nobody can compute, before any data are looked at", () => {
    expect(() => checkFunctions(parse("IF(0, 1, 2 * [NOPE(a)])"))).to.throw(MathError, "Function 'NOPE' not found");
  });

  it("computes like JavaScript where both know the operators", () => {
    const number = fc.integer({ min: 0, max: 50 });
    const operator = fc.constantFrom("+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=");
    const part = fc.array(fc.tuple(operator, number), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(number, part, (first, rest) => {
        const text = rest.reduce((left, [sign, right]) => `${left} ${sign} ${right}`, String(first));
        const javascript = Number(new Function(`return ${chained(text)}`)());
        const value = evaluated(text) as number;
        expect(Object.is(value, javascript) || value === javascript).to.equal(true, `${text}: ${value}, ${javascript}`);
      }),
    );
  });
});

/** Our comparisons are all on one level and give 0 or 1; JavaScript's `==` and `!=` bind looser. */
function chained(text: string): string {
  const [first, ...rest] = text.split(/ (<=|>=|<|>|==|!=) /);
  let expression = `(${first})`;
  for (let i = 0; i < rest.length; i += 2) expression = `+((${expression}) ${rest[i]} (${rest[i + 1]}))`;
  return expression;
}
