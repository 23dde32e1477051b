import type { AlarmWidget } from "../body/alarm-widget.ts";
import type { Body, Widget } from "../body/body.ts";
import type { LogWidget } from "../body/log-widget.ts";
import type { MetricWidget } from "../body/metric-widget.ts";
import { type TimeRange, timeRange } from "../body/time-range.ts";
import { kept } from "./periods.ts";
import { type Frame, questionOf } from "./queries.ts";
import type { AlarmState, LogAnswer, MetricResult, Source } from "./source.ts";

/**
 * What a dashboard shows at one moment, without how: data for each widget, in the order of the body. A body and its
 * snapshot make a picture, live on the page or frozen in a report.
 */
export interface Snapshot {
  readonly now: number;
  readonly range: TimeRange;
  readonly widgets: readonly WidgetData[];
}

export type WidgetData =
  | SeriesData
  | { readonly kind: "alarms"; readonly alarms: readonly AlarmState[] }
  | ({ readonly kind: "log" } & LogAnswer)
  /** The service's own words. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "none" };

export interface SeriesData {
  readonly kind: "series";
  readonly range: TimeRange;
  readonly series: readonly Series[];
  /** Of figures for the whole range that have a sparkline: how they went. */
  readonly trend?: readonly Series[];
  /** Thresholds of the alarms that the widget's annotations name. */
  readonly thresholds: readonly Threshold[];
  readonly messages: readonly string[];
}

export interface Series extends MetricResult {
  /** Seconds. */
  readonly period: number;
  /** Which of the widget's rows it answers; an expression may answer with several series. */
  readonly row: number;
}

export interface Threshold {
  readonly label: string;
  readonly value: number;
}

export async function takeSnapshot(body: Body, source: Source, frame: Frame): Promise<Snapshot> {
  const widgets = await Promise.all(body.widgets.map((widget) => dataOrRefusal(widget, source, frame)));
  return { now: frame.now, range: frame.range, widgets };
}

async function dataOrRefusal(widget: Widget, source: Source, frame: Frame): Promise<WidgetData> {
  try {
    return await dataOf(widget, source, frame);
  } catch (error) {
    return { kind: "refused", message: error instanceof Error ? error.message || error.name : String(error) };
  }
}

async function dataOf(widget: Widget, source: Source, frame: Frame): Promise<WidgetData> {
  if (widget.kind === "metric") return await seriesOf(widget, source, frame);
  if (widget.kind === "alarm") return { kind: "alarms", alarms: await alarmsOf(widget, source) };
  if (widget.kind === "log") return { kind: "log", ...(await logOf(widget, source, frame)) };
  return { kind: "none" };
}

async function seriesOf(widget: MetricWidget, source: Source, frame: Frame): Promise<SeriesData> {
  const own = widget.start === undefined ? frame : { ...frame, range: timeRange(widget.start, widget.end, frame.now) };
  const graphed = { ...widget, wholeRange: false };
  const alarms = await annotatedBy(widget, source);
  const thresholds = alarms.flatMap(({ name: label, threshold: value }) =>
    value === undefined ? [] : [{ label, value }],
  );
  const [answer, trend] = await Promise.all([
    widget.rows.length > 0 ? ask(widget, source, own) : askFor(alarms[0], widget, source, own),
    widget.sparkline && widget.wholeRange ? ask(graphed, source, own) : undefined,
  ]);
  const messages = [...answer.messages, ...foreignRows(widget)];
  return { kind: "series", range: own.range, thresholds, ...answer, messages, ...(trend && { trend: trend.series }) };
}

async function ask(
  widget: MetricWidget,
  source: Source,
  frame: Frame,
): Promise<Pick<SeriesData, "series" | "messages">> {
  const question = questionOf(widget, frame);
  if (!question) return { series: [], messages: [] };
  const { queries, range, periods } = question;
  const { results, messages } = await source.getMetricData({ queries, range, region: widget.region });
  const rows = new Map(widget.rows.map(({ id }, i) => [id, i]));
  const series = results.map((result) => ({ ...result, period: periods.get(result.id)!, row: rows.get(result.id)! }));
  // In the order of the rows, as graphs are drawn; the service answers in its own.
  return { series: series.sort((a, b) => a.row - b.row), messages };
}

/** One call asks one region, as expressions need it. */
function foreignRows({ rows, region }: MetricWidget): string[] {
  const others = rows.flatMap((row) => (row.region === undefined || row.region === region ? [] : row.region));
  return [...new Set(others)].map((other) => `A row is of ${other}; all rows were asked of ${region}.`);
}

async function annotatedBy({ annotations, region }: MetricWidget, source: Source): Promise<readonly AlarmState[]> {
  if (annotations.alarms.length === 0) return [];
  return await source.describeAlarms(annotations.alarms.map(nameOf), region);
}

/** A widget without metrics of its own shows those of its alarm, in the alarm's period. */
async function askFor(
  alarm: AlarmState | undefined,
  { region }: MetricWidget,
  source: Source,
  { range, now }: Frame,
): Promise<Pick<SeriesData, "series" | "messages">> {
  const queries = [...(alarm?.watches ?? [])];
  if (queries.length === 0) return { series: [], messages: [] };
  const { results, messages } = await source.getMetricData({ queries, range, region });
  const period = kept(
    Math.max(...queries.map((query) => query.MetricStat?.Period ?? query.Period ?? 0), 1),
    range,
    now,
  );
  return { series: results.map((result, row) => ({ ...result, period, row })), messages };
}

/** In the order of the widget, or of the moments it names, the latest first. */
async function alarmsOf(widget: AlarmWidget, source: Source): Promise<AlarmState[]> {
  const { alarms, states, sortBy } = widget;
  if (alarms.length === 0) return [];
  const found = await source.describeAlarms(alarms.map(nameOf), regionOf(alarms[0]!));
  const place = new Map(alarms.map((arn, i) => [nameOf(arn), i]));
  const byPlace = [...found].sort((a, b) => place.get(a.name)! - place.get(b.name)!);
  if (sortBy === "stateUpdatedTimestamp") byPlace.sort((a, b) => b.changedAt - a.changedAt);
  if (sortBy === "timestamp") byPlace.sort((a, b) => b.updatedAt - a.updatedAt);
  const shown = byPlace.filter(({ state }) => states.length === 0 || states.includes(state));
  return shown.map(({ watches: _, ...alarm }) => alarm);
}

async function logOf({ query, logGroups, region }: LogWidget, source: Source, { range }: Frame): Promise<LogAnswer> {
  return await source.queryLogs({ query, logGroups, region, range });
}

/** `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME`; a name may hold colons. */
function nameOf(arn: string): string {
  return arn.startsWith("arn:") ? arn.split(":").slice(6).join(":") : arn;
}

function regionOf(arn: string): string | undefined {
  return arn.startsWith("arn:") ? arn.split(":")[3] : undefined;
}
