import { texts } from "./alarm-widget.ts";
import { type Annotations, readAnnotations } from "./annotations.ts";
import { asFields, asList, asNumber, asOneOf, asText, type Fields, given } from "./fields.ts";
import { type Row, readRows, type Side } from "./metric-rows.ts";

export const VIEWS = ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"] as const;
export type View = (typeof VIEWS)[number];

/** Metrics, drawn in one of six ways. */
export interface MetricWidget {
  readonly kind: "metric";
  readonly title: string | undefined;
  readonly region: string | undefined;
  readonly view: View;
  readonly stacked: boolean;
  /** Of a single value: a small line of the whole time range below it. */
  readonly sparkline: boolean;
  /** One value for the whole time range, and not the last period's. */
  readonly wholeRange: boolean;
  readonly fullPrecision: boolean;
  /** Seconds. */
  readonly period: number;
  readonly stat: string;
  readonly rows: readonly Row[];
  readonly axes: Readonly<Record<Side, Axis>>;
  readonly annotations: Annotations;
  readonly legend: "bottom" | "right" | "hidden";
  /** A time range of its own, in the words of the body's. */
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** Of a table: the summaries beside the name of each row. */
  readonly summaries: readonly Summary[];
}

export interface Axis {
  readonly label?: string;
  readonly min?: number;
  readonly max?: number;
}

export const SUMMARIES = ["MIN", "MAX", "SUM", "AVG"] as const;
export type Summary = (typeof SUMMARIES)[number];

/** What the body's syntax gives a widget that does not say. */
const DEFAULTS = { period: 300, stat: "Average" };

export function readMetricWidget(properties: Fields): MetricWidget {
  const { left, right } = asFields(properties.yAxis);
  return {
    kind: "metric",
    title: asText(properties.title),
    region: asText(properties.region),
    view: asOneOf(properties.view, VIEWS),
    stacked: properties.stacked === true,
    sparkline: properties.sparkline === true,
    wholeRange: properties.setPeriodToTimeRange === true,
    fullPrecision: properties.singleValueFullPrecision === true,
    period: asNumber(properties.period) ?? DEFAULTS.period,
    stat: asText(properties.stat) ?? DEFAULTS.stat,
    rows: readRows(asList(properties.metrics)),
    axes: { left: readAxis(left), right: readAxis(right) },
    annotations: readAnnotations(properties.annotations),
    legend: asOneOf(asFields(properties.legend).position, ["bottom", "right", "hidden"]),
    start: asText(properties.start),
    end: asText(properties.end),
    summaries: summariesOf(asFields(properties.table)),
  };
}

function readAxis(value: unknown): Axis {
  const { label, min, max } = asFields(value);
  return given({ label: asText(label), min: asNumber(min), max: asNumber(max) }) as Axis;
}

function summariesOf({ summaryColumns }: Fields): Summary[] {
  const named = texts(summaryColumns);
  return SUMMARIES.filter((summary) => named.includes(summary));
}
