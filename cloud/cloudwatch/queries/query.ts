import type { MetricDataQuery, MetricStat } from "@aws-sdk/client-cloudwatch";
import { exclusive, missingParameter, validationError } from "../errors.ts";
import { MathError } from "../math/error.ts";
import { checkFunctions } from "../math/evaluate.ts";
import { type Node, parse } from "../math/parser.ts";
import { type Identity, identityOf } from "../metrics/metric.ts";
import { parseStatistic, type Statistic } from "../metrics/statistic.ts";

/** One MetricDataQuery, understood: a metric's statistic, or an expression over the others. */
export interface Query {
  readonly id: string;
  readonly label: string | undefined;
  readonly returnData: boolean;
  /** Seconds; of an expression only where it was given. */
  readonly period: number | undefined;
  readonly stat?: StatQuery;
  readonly tree?: Node;
}

export interface StatQuery {
  readonly identity: Identity;
  readonly statistic: Statistic;
  readonly statisticName: string;
  /** Seconds. */
  readonly period: number;
  readonly unit: string | undefined;
}

/** Reads queries as GetMetricData takes them; `ValidationError` says what is wrong with the first that is. */
export function readQueries(inputs: readonly MetricDataQuery[]): Query[] {
  checkIds(inputs);
  const queries = inputs.map((input, i) => readQuery(input, `MetricDataQueries.member.${i + 1}`));
  if (new Set(queries.map(({ id }) => id)).size < queries.length) {
    throw validationError("The values for parameter id in MetricDataQueries are not unique.");
  }
  return queries;
}

const ID = "^[a-z][a-zA-Z0-9_]*$";

/** All wrong ids at once, a line each: so AWS answered. */
function checkIds(inputs: readonly MetricDataQuery[]): void {
  const mistakes = inputs.flatMap(({ Id: id = "" }, i) => {
    const path = `MetricDataQueries.member.${i + 1}.Id`;
    return new RegExp(ID).test(id)
      ? []
      : [`The value ${id} for parameter ${path} is not matching the expected pattern ${ID}.`];
  });
  if (mistakes.length > 0) throw validationError(mistakes.join("\n"));
}

function readQuery(input: MetricDataQuery, path: string): Query {
  const { Id: id = "", Expression, MetricStat } = input;
  if (Expression !== undefined && MetricStat) throw asValidation(exclusive(`${path}.Expression`, `${path}.MetricStat`));
  const common = { id, label: input.Label, returnData: input.ReturnData ?? true, period: input.Period };
  if (Expression !== undefined) return { ...common, tree: readExpression(id, Expression) };
  if (!MetricStat) throw validationError(`The parameter ${path}.MetricStat is required.`);
  return { ...common, stat: readStat(MetricStat, `${path}.MetricStat`) };
}

/** GetMetricData knows no other code. */
const asValidation = ({ message }: Error) => validationError(message);

function readStat({ Metric = {}, Stat = "", Period, Unit }: MetricStat, path: string): StatQuery {
  if (!Metric.MetricName) throw asValidation(missingParameter(`${path}.Metric.MetricName`));
  if (!Metric.Namespace) throw asValidation(missingParameter(`${path}.Metric.Namespace`));
  if (Period === undefined) throw asValidation(missingParameter(`${path}.Period`));
  if (!isPeriod(Period)) throw validationError(`The parameter ${path}.Period ${PERIOD_RULE}`);
  const statistic = parseStatistic(Stat);
  if (!statistic) throw validationError(`The value ${Stat} for parameter ${path}.Stat is not supported.`);
  const identity = identityOf(Metric.Namespace, Metric.MetricName, Metric.Dimensions);
  return { identity, statistic, statisticName: Stat, period: Period, unit: Unit };
}

/** The values are MetricStat's in the API reference; CloudWatch's own sentence has not been recorded. */
export const PERIOD_RULE = "must be a value in the set [1, 5, 10, 20, 30] or a multiple of 60.";

export function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

function readExpression(id: string, expression: string): Node {
  return inExpression(id, () => {
    const tree = parse(expression);
    checkFunctions(tree);
    return tree;
  });
}

/** Lets what is wrong with an expression be known as CloudWatch does: `Error in expression 'e1': Function 'X' not found`. */
export function inExpression<T>(id: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MathError) throw validationError(`Error in expression '${id}': ${error.message}`);
    throw error;
  }
}
