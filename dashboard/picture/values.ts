import type { MetricWidget } from "../body/metric-widget.ts";
import type { Series, SeriesData } from "../data/snapshot.ts";
import { colorsOf } from "./colors.ts";
import { fullNumber, shortNumber } from "./numbers.ts";
import { type Part, part } from "./part.ts";

/** A series as one figure: its latest value, which is its only one where a period is the whole range. */
export interface Value {
  readonly label: string;
  readonly color: string;
  /** Undefined is no data, which is not zero. */
  readonly value: number | undefined;
  readonly shown: string;
}

export const NO_DATA = "–";

export function valuesOf(widget: MetricWidget, data: SeriesData): Value[] {
  const colors = colorsOf(widget, data);
  return data.series.map((series, i) => {
    const value = latest(series);
    return { label: series.label, color: colors[i]!, value, shown: numberOf(value, widget) };
  });
}

export function latest({ values }: Pick<Series, "values">): number | undefined {
  return values.at(-1);
}

export function numberOf(value: number | undefined, { fullPrecision }: Pick<MetricWidget, "fullPrecision">): string {
  if (value === undefined) return NO_DATA;
  return fullPrecision ? fullNumber(value) : shortNumber(value);
}

export function swatch(color: string): Part {
  return part("span", { class: "swatch", style: `background:${color}`, "aria-hidden": "true" });
}

export function nothingYet(): Part {
  return part("p", { class: "nothing" }, "No data in this time range.");
}
