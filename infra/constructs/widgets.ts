/**
 * The widgets of a CloudWatch dashboard, in its own JSON (CloudWatch API reference, "Dashboard Body Structure and Syntax"), and the shelf
 * that gives each of them its place on the 24 columns.
 */
import type { Metric } from "./metrics.ts";

/** A line or a figure: a metric, or an expression over the ids of its neighbours. */
export interface Series {
  readonly label: string;
  readonly metric?: Metric;
  readonly expression?: string;
  readonly id?: string;
  readonly hidden?: boolean;
  readonly right?: boolean;
}

export interface Widget {
  readonly type: "metric" | "text" | "alarm";
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A column of the grid is a 24th of the page. */
const COLUMNS = 24;

export function text(markdown: string): Widget {
  return { type: "text", width: COLUMNS, height: 1, properties: { markdown, background: "transparent" } };
}

export function alarmStrip(title: string, alarms: readonly string[]): Widget {
  return { type: "alarm", width: COLUMNS, height: 4, properties: { title, alarms, sortBy: "stateUpdatedTimestamp" } };
}

/** What widgets of the first row have in common: a value for the whole time range of the page. */
function wholeRange(region: string, title: string, series: readonly Series[], width: number, view: object): Widget {
  const properties = { title, region, ...view, setPeriodToTimeRange: true, period: 60, metrics: series.map(entry) };
  return { type: "metric", width, height: FIRST_ROW, properties };
}

/** Grid units. */
const FIRST_ROW = 4;

/** One number, and below it how it went. */
export function figure(region: string, title: string, series: readonly Series[], width = 3): Widget {
  return wholeRange(region, title, series, width, { view: "singleValue", sparkline: true });
}

/** One number from nought to `max`, with a mark where it should end. */
export function dial(
  region: string,
  title: string,
  series: readonly Series[],
  { max, limit }: { readonly max: number; readonly limit: Limit },
): Widget {
  const yAxis = { left: { min: 0, max } };
  return wholeRange(region, title, series, 4, { view: "gauge", yAxis, annotations: { horizontal: [limit] } });
}

/** Numbers side by side. */
export function bars(region: string, title: string, series: readonly Series[]): Widget {
  return wholeRange(region, title, series, 7, { view: "bar" });
}

/** A horizontal line, such as a limit. */
interface Limit {
  readonly label: string;
  readonly value: number;
}

export interface GraphOptions {
  readonly left?: string;
  readonly right?: string;
  readonly limit?: Limit;
  /** Columns of the grid; three graphs fill a row if nothing is said. */
  readonly width?: number;
}

/** Lines over time, a point a minute. */
export function graph(
  region: string,
  title: string,
  series: readonly Series[],
  { left, right, limit, width = 8 }: GraphOptions = {},
): Widget {
  const properties = {
    title,
    region,
    view: "timeSeries",
    stacked: false,
    period: 60,
    metrics: series.map(entry),
    yAxis: {
      left: { label: left ?? "documents a minute", min: 0, showUnits: false },
      ...(right && { right: { label: right, min: 0, showUnits: false } }),
    },
    ...(limit && { annotations: { horizontal: [limit] } }),
  };
  return { type: "metric", width, height: 5, properties };
}

/** Rows of widgets, each row below the tallest of the row above. */
export function dashboardBody(rows: readonly (readonly Widget[])[]): string {
  let y = 0;
  const widgets = rows.flatMap((row) => {
    const placed = placedAt(y, row);
    y += Math.max(...row.map(({ height }) => height));
    return placed;
  });
  return JSON.stringify({ start: "-PT1H", periodOverride: "inherit", widgets });
}

function placedAt(y: number, row: readonly Widget[]) {
  let x = 0;
  return row.map(({ type, width, height, properties }) => {
    const placed = { type, x, y, width, height, properties };
    x += width;
    return placed;
  });
}

/** `["AWS/SQS", "NumberOfMessagesSent", "QueueName", "deliveries-lab", { ... }]`, or `[{ expression }]`. */
function entry({ label, metric, expression, id, hidden, right }: Series): unknown[] {
  const options = { label, ...(id && { id }), ...(hidden && { visible: false }), ...(right && { yAxis: "right" }) };
  if (!metric) return [{ expression, ...options }];
  const { namespace, name, dimensions, stat } = metric;
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat, ...options }];
}
