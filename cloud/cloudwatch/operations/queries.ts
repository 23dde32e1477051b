import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import {
  invalidListToken,
  invalidNextToken,
  invalidValue,
  missingParameter,
  notInEnum,
  startNotBeforeEnd,
  validationError,
} from "../errors.ts";
import type { Metric } from "../metrics/metric.ts";
import { page, type Result } from "../queries/pages.ts";
import { type Query, readQueries } from "../queries/query.ts";
import { Question } from "../queries/question.ts";
import { aligned, rounded } from "../queries/retention.ts";
import type { CloudWatchService } from "../service.ts";
import { positionOf, slice, tokenFor } from "../tokens.ts";
import { getMetricStatistics } from "./statistics.ts";

/** GetMetricData's quotas (its API reference). */
const MAX_QUERIES = 500;
const MAX_DATAPOINTS = 100_800;
/** ListMetrics' API reference. */
const MAX_DIMENSIONS = 10;

/** ListMetrics forgets what has not been reported for two weeks; `RecentlyActive` what has not been for three hours. */
const TWO_WEEKS = 14 * 24 * 3_600_000;
const THREE_HOURS = 3 * 3_600_000;

/** The operations that read metrics. */
export function queryOperations(cloudwatch: CloudWatchService) {
  return {
    GetMetricData: (input: CloudWatch.GetMetricDataCommandInput) => getMetricData(cloudwatch, input),

    GetMetricStatistics: (input: CloudWatch.GetMetricStatisticsCommandInput) => getMetricStatistics(cloudwatch, input),

    ListMetrics(input: CloudWatch.ListMetricsCommandInput): Output<CloudWatch.ListMetricsCommandOutput> {
      if ((input.Dimensions?.length ?? 0) > MAX_DIMENSIONS) {
        throw invalidValue(`The collection Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`);
      }
      const since = cloudwatch.now() - (input.RecentlyActive ? THREE_HOURS : TWO_WEEKS);
      const found = cloudwatch.metrics.all().filter((metric) => metric.reportedAt > since && isListed(metric, input));
      const { items, ...next } = slice(found, 500, input.NextToken, invalidListToken);
      return { Metrics: items.map(shownMetric), ...next };
    },
  };
}

function getMetricData(
  cloudwatch: CloudWatchService,
  input: CloudWatch.GetMetricDataCommandInput,
): Output<CloudWatch.GetMetricDataCommandOutput> {
  const queries = checked(input);
  const now = cloudwatch.now();
  const whole = { start: input.StartTime!.getTime(), end: input.EndTime!.getTime() };
  const range = (period: number) => aligned(rounded(whole, period, now), period);
  const question = new Question(queries, cloudwatch.metrics, { now, range, place: cloudwatch.place });
  // Every query is asked, so that a mistake in a hidden one is found too.
  const results = queries.flatMap((query) => resultsOf(question, query));
  const from = positionOf(input.NextToken);
  if (from === undefined) throw invalidNextToken();
  const limit = queries.some(({ tree }) => tree) ? Number.POSITIVE_INFINITY : (input.MaxDatapoints ?? MAX_DATAPOINTS);
  const { results: shown, next } = page(results, from, limit, input.ScanBy === "TimestampAscending");
  return { MetricDataResults: shown, Messages: [], ...(next !== undefined && { NextToken: tokenFor(next) }) };
}

const ORDERS = ["TimestampDescending", "TimestampAscending"];

function checked(input: CloudWatch.GetMetricDataCommandInput): Query[] {
  const { MetricDataQueries: inputs, StartTime, EndTime, ScanBy, MaxDatapoints } = input;
  if (ScanBy !== undefined && !ORDERS.includes(ScanBy)) throw notInEnum(ScanBy, "scanBy", ORDERS);
  if (MaxDatapoints !== undefined && MaxDatapoints < 1) throw validationError(`MaxDatapoints must be at least 1`);
  if (!inputs || inputs.length === 0) throw missingParameter("MetricDataQueries");
  if (inputs.length > MAX_QUERIES) {
    throw validationError(`The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`);
  }
  if (StartTime!.getTime() >= EndTime!.getTime()) throw validationError(startNotBeforeEnd);
  return readQueries(inputs);
}

function resultsOf(question: Question, query: Query): Result[] {
  if (!query.returnData) {
    question.check(query);
    return [];
  }
  const units = question.unitsOf(query);
  return question.answer(query).map((series) => ({ id: query.id, series, units }));
}

function isListed(metric: Metric, { Namespace, MetricName, Dimensions }: CloudWatch.ListMetricsCommandInput): boolean {
  if (Namespace !== undefined && metric.namespace !== Namespace) return false;
  if (MetricName !== undefined && metric.name !== MetricName) return false;
  return (Dimensions ?? []).every(({ Name, Value }) =>
    metric.dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value)),
  );
}

function shownMetric({ namespace, name, dimensions }: Metric): CloudWatch.Metric {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
  };
}
