import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { Row } from "../body/metric-rows.ts";
import type { MetricWidget } from "../body/metric-widget.ts";
import type { TimeRange } from "../body/time-range.ts";
import { kept, periodFor, wholePeriod } from "./periods.ts";

/** What a page asks for: a stretch of time, and perhaps one period for all graphs. */
export interface Frame {
  readonly range: TimeRange;
  readonly now: number;
  readonly periodOverride: "auto" | "inherit";
  /** Seconds; chosen on the page, before everything that bodies say. */
  readonly period?: number | undefined;
}

/** One call of GetMetricData: a widget's rows as queries. Undefined when no row is visible: AWS refuses such a call. */
export interface Question {
  readonly queries: MetricDataQuery[];
  readonly range: TimeRange;
  /** Of each query by id, in seconds. */
  readonly periods: ReadonlyMap<string, number>;
}

/**
 * Metrics and expressions go to the service as they are, hidden ones too: the expressions use them. Labels stay the
 * service's, with whatever is dynamic in them.
 */
export function questionOf(widget: MetricWidget, frame: Frame): Question | undefined {
  if (!widget.rows.some(({ visible }) => visible)) return undefined;
  const whole = widget.wholeRange && isFigure(widget) ? wholePeriod(frame.range, frame.now) : undefined;
  const periodOf = (row: Row) => whole?.period ?? chosenPeriod(row, widget, frame);
  return {
    queries: widget.rows.map((row) => queryOf(row, widget, periodOf(row))),
    range: whole?.range ?? frame.range,
    periods: new Map(widget.rows.map((row) => [row.id, expressionPeriod(row, widget, periodOf)])),
  };
}

/** Whether the widget shows a value, and not how it went. A sparkline needs how it went. */
export function isFigure({ view }: MetricWidget): boolean {
  return view === "singleValue" || view === "gauge" || view === "bar" || view === "pie";
}

function chosenPeriod(row: Row, widget: MetricWidget, { range, now, periodOverride, period }: Frame): number {
  if (period !== undefined) return kept(period, range, now);
  if (periodOverride === "auto") return periodFor(range, now);
  return kept(row.period ?? widget.period, range, now);
}

/** An expression is as fine as the finest metric beside it (metric math's own rule where it names none). */
function expressionPeriod(row: Row, { rows }: MetricWidget, periodOf: (row: Row) => number): number {
  if (row.metric || row.period !== undefined) return periodOf(row);
  const beside = rows.filter(({ metric }) => metric).map(periodOf);
  return beside.length > 0 ? Math.min(...beside) : periodOf(row);
}

function queryOf(row: Row, widget: MetricWidget, period: number): MetricDataQuery {
  const { id: Id, metric, expression, label, visible, accountId } = row;
  const common = {
    Id,
    ReturnData: visible,
    ...(label !== undefined && { Label: label }),
    ...(accountId !== undefined && { AccountId: accountId }),
  };
  if (!metric) return { ...common, Expression: expression!, Period: period };
  return {
    ...common,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: metric.dimensions.map(([Name, Value]) => ({ Name, Value })),
      },
      Stat: row.stat ?? widget.stat,
      Period: period,
    },
  };
}
