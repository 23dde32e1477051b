import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Output } from "../../kernel/house.ts";
import { checkMostLength, constraint, filterNotFound, invalidParameter, limitExceeded } from "../errors.ts";
import type { LogGroup } from "../group.ts";
import { MetricFilter } from "../metric-filter.ts";
import { checkNameLength } from "../names.ts";
import { compile } from "../pattern/pattern.ts";
import type { LogsService } from "../service.ts";
import { page } from "./page.ts";

/** CloudWatch Logs' quota. */
const MOST_FILTERS = 100;

/** The operations on metric filters. What is refused is in AWS's words but for selectors that a pattern does not know. */
export function metricFilterOperations(logs: LogsService) {
  return {
    PutMetricFilter(input: Logs.PutMetricFilterCommandInput): Output<Logs.PutMetricFilterCommandOutput> {
      const { filterName, filterPattern } = input;
      checkFilter(filterName!, filterPattern!);
      const transformation = checkTransformations(input);
      if (input.applyOnTransformedLogs) throw invalidParameter("Log transformers are not served");
      const { metricFilters } = logs.group(input.logGroupName!);
      const known = metricFilters.get(filterName!);
      if (!known && metricFilters.size >= MOST_FILTERS) throw limitExceeded();
      const draft = { name: filterName!, source: filterPattern!, transformation };
      metricFilters.set(filterName!, new MetricFilter(draft, known?.createdAt ?? logs.now()));
      return {};
    },

    DescribeMetricFilters(
      input: Logs.DescribeMetricFiltersCommandInput,
    ): Output<Logs.DescribeMetricFiltersCommandOutput> {
      checkMostLength(input.filterNamePrefix, "filterNamePrefix", 512);
      checkMostLength(input.metricName, "metricName", 255);
      const groups = input.logGroupName === undefined ? logs.groups() : [logs.group(input.logGroupName)];
      const chosen = groups.flatMap((group) =>
        [...group.metricFilters.values()]
          .filter((filter) => isAsked(filter, input))
          .map((filter) => shown(filter, group)),
      );
      chosen.sort((a, b) => (a.filterName! < b.filterName! ? -1 : 1));
      const { items, next } = page(chosen, input);
      return { metricFilters: items, ...next };
    },

    DeleteMetricFilter(input: Logs.DeleteMetricFilterCommandInput): Output<Logs.DeleteMetricFilterCommandOutput> {
      checkNameLength(input.logGroupName!);
      checkMostLength(input.filterName, "filterName", 512);
      const { metricFilters } = logs.group(input.logGroupName!);
      if (!metricFilters.delete(input.filterName!)) throw filterNotFound("metric");
      return {};
    },

    TestMetricFilter(input: Logs.TestMetricFilterCommandInput): Output<Logs.TestMetricFilterCommandOutput> {
      checkMostLength(input.filterPattern, "filterPattern", 1024);
      const messages = input.logEventMessages!;
      if (messages.length === 0) throw constraint("[]", "logEventMessages", "have length greater than or equal to 1");
      if (messages.length > 50) throw constraint("[...]", "logEventMessages", "have length less than or equal to 50");
      const pattern = compile(input.filterPattern!);
      // Counted from 0, as in the examples of the API reference.
      const matches = messages.flatMap((eventMessage, eventNumber) =>
        pattern.matches(eventMessage)
          ? [{ eventNumber, eventMessage, extractedValues: { ...pattern.extracted(eventMessage) } }]
          : [],
      );
      return { matches };
    },
  };
}

export function checkFilter(name: string, pattern: string): void {
  checkMostLength(name, "filterName", 512);
  if (/[:*]/.test(name)) throw constraint(name, "filterName", "satisfy regular expression pattern: [^:*]*");
  checkMostLength(pattern, "filterPattern", 1024);
}

function checkTransformations({ filterPattern, metricTransformations: all = [] }: Logs.PutMetricFilterCommandInput) {
  const [transformation] = all;
  if (!transformation) throw constraint("[]", "metricTransformations", "have length greater than or equal to 1");
  if (all.length > 1) {
    throw constraint(`[${all.map(inJava).join(", ")}]`, "metricTransformations", "have length less than or equal to 1");
  }
  const { dimensions, defaultValue, metricValue = "" } = transformation;
  const pattern = compile(filterPattern!);
  if (dimensions && defaultValue !== undefined) {
    throw invalidParameter(
      "Invalid metric transformation: dimensions and default value are mutually exclusive properties",
    );
  }
  if (dimensions && pattern.kind === "terms") {
    throw invalidParameter("The specified filter pattern does not support dimensions");
  }
  const selectors = [metricValue, ...Object.values(dimensions ?? {})].filter((text) => text.startsWith("$"));
  const unknown = selectors.find((selector) => !pattern.knows(selector));
  if (unknown !== undefined) throw invalidParameter(`Invalid metric transformation: ${unknown} is not in the pattern`);
  return transformation;
}

/** As AWS's validation writes a list of transformations. */
function inJava({
  metricName,
  metricNamespace,
  metricValue,
  defaultValue,
  unit,
  dimensions,
}: Logs.MetricTransformation) {
  const members = { metricName, metricNamespace, metricValue, defaultValue, unit, dimensions };
  const written = Object.entries(members).map(([name, value]) => `${name}=${value ?? "null"}`);
  return `MetricTransformation(${written.join(", ")})`;
}

function isAsked({ name, transformation }: MetricFilter, input: Logs.DescribeMetricFiltersCommandInput): boolean {
  const { filterNamePrefix = "", metricName, metricNamespace } = input;
  return (
    name.startsWith(filterNamePrefix) &&
    (metricName === undefined || transformation.metricName === metricName) &&
    (metricNamespace === undefined || transformation.metricNamespace === metricNamespace)
  );
}

function shown({ name, source, transformation, createdAt }: MetricFilter, group: LogGroup): Logs.MetricFilter {
  return {
    filterName: name,
    filterPattern: source,
    metricTransformations: [transformation],
    creationTime: createdAt,
    logGroupName: group.name,
    applyOnTransformedLogs: false,
  };
}
