import type { MetricDataQuery, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { validationError } from "../errors.ts";
import { parts } from "../math/parser.ts";
import { parseStatistic } from "../metrics/statistic.ts";
import { MetricStore } from "../metrics/store.ts";
import { type Query, readQueries } from "../queries/query.ts";
import { Question } from "../queries/question.ts";
import { periodOf } from "./definition.ts";

/** MetricDataQuery's API reference. */
const MAX_METRICS = 10;
const MAX_EXPRESSIONS = 10;

const ELSEWHERE = ["MetricName", "Namespace", "Period", "Unit", "Statistic", "ExtendedStatistic"] as const;

/**
 * What PutMetricAlarm refuses in an alarm on an expression, in AWS's sentences but for two: that a metric must not be
 * given beside the list, and that all periods must be the same.
 */
export function checkQueries(input: PutMetricAlarmInput): void {
  const outside = ELSEWHERE.find((name) => input[name] !== undefined);
  if (outside || input.Dimensions?.length) {
    throw validationError(`${outside ?? "Dimensions"} must not be set if list of Metrics is set`);
  }
  for (const query of input.Metrics!) checkQuery(query, input.EvaluationPeriods!);
  const queries = readQueries(input.Metrics!);
  checkCounts(queries);
  checkPeriods(queries, input.EvaluationPeriods!);
  checkWatched(queries);
}

/** PutMetricAlarm has sentences of its own for what GetMetricData refuses too. */
function checkQuery({ Expression, MetricStat }: MetricDataQuery, evaluationPeriods: number): void {
  if (Expression !== undefined && MetricStat) {
    throw validationError(
      "The parameters MetricDataQuery Expression and MetricStat are mutually exclusive and you have specified both.",
    );
  }
  if (Expression !== undefined) return;
  if (MetricStat?.Period === undefined) throw validationError("Period must not be null");
  checkPeriod(MetricStat.Period, evaluationPeriods);
  if (!parseStatistic(MetricStat.Stat ?? "")) throw validationError("Invalid metrics list");
}

function checkCounts(queries: readonly Query[]): void {
  if (queries.filter(({ stat }) => stat).length > MAX_METRICS) {
    throw validationError(`Too many metrics in alarm, maximum is ${MAX_METRICS}`);
  }
  if (queries.filter(({ tree }) => tree).length > MAX_EXPRESSIONS) {
    throw validationError(`Too many expressions in alarm, maximum is ${MAX_EXPRESSIONS}`);
  }
  if (queries.filter(({ returnData }) => returnData).length !== 1) {
    throw validationError("Exactly one element of the metrics list should return data.");
  }
}

function checkPeriods(queries: readonly Query[], evaluationPeriods: number): void {
  const periods = new Set(queries.flatMap(({ stat }) => stat?.period ?? []));
  if (periods.size > 1) throw validationError("All metrics of an alarm must have the same period");
  const period = periodOf(queries);
  if (!Number.isFinite(period)) throw validationError("Period must not be null");
  checkPeriod(period, evaluationPeriods);
}

/** Every expression must make sense, and the watched one must be a single series, whatever the data will be. */
function checkWatched(queries: readonly Query[]): void {
  for (const { tree } of queries) {
    for (const node of tree ? parts(tree) : []) {
      if (node.type === "call" && node.name === "SEARCH") {
        throw validationError("SEARCH is not supported on Metric Alarms.");
      }
    }
  }
  const nothing = new Question(queries, new MetricStore(), { now: 0, range: () => ({ start: 0, end: 0 }) });
  for (const query of queries) nothing.check(query);
  const watched = queries.find(({ returnData }) => returnData)!;
  if (!nothing.isSingle(watched)) {
    throw validationError(
      "Metrics expression that return multi time series are only allowed for MetricsInsights expression with an ORDER BY clause",
    );
  }
}

const HOUR = 3600;
const DAY = 86_400;
const WEEK = 604_800;

/** Seconds. */
export function checkPeriod(period: number, periods: number): void {
  if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0)) {
    throw validationError("Period must be 10, 20, 30 or a multiple of 60");
  }
  const limit = period >= HOUR ? WEEK : DAY;
  if (period * periods > limit) throw validationError(`EvaluationPeriods * Period must be <= ${limit}`);
}
