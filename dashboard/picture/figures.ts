import type { MetricWidget } from "../body/metric-widget.ts";
import type { Series, SeriesData } from "../data/snapshot.ts";
import { type Part, part } from "./part.ts";
import { NO_DATA, nothingYet, swatch, valuesOf } from "./values.ts";

/** Single values, large, each with its label and perhaps a line of how it went. */
export function figures(widget: MetricWidget, data: SeriesData): Part {
  const values = valuesOf(widget, data);
  if (values.length === 0) return nothingYet();
  const trend = widget.sparkline ? (data.trend ?? data.series) : undefined;
  return part(
    "div",
    { class: "figures" },
    ...values.map(({ label, color, value, shown }, i) =>
      part(
        "div",
        { class: value === undefined ? "figure none" : "figure" },
        part("div", { class: "amount" }, value === undefined ? NO_DATA : shown),
        part("div", { class: "caption" }, values.length > 1 ? swatch(color) : undefined, label),
        value === undefined ? part("div", { class: "hint" }, "no data") : undefined,
        trend?.[i] ? sparkline(trend[i], color) : undefined,
      ),
    ),
  );
}

const [WIDTH, HEIGHT] = [100, 24];

/** A line without axes; a gap stays a gap. */
export function sparkline({ times, values, period }: Series, color: string): Part {
  // Its room is kept for the line to come: figures side by side stand on one height.
  if (values.length < 2) return part("svg", { class: "sparkline", "aria-hidden": "true" });
  const [from, to] = [times[0]!, times.at(-1)!];
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  const x = (time: number) => round((WIDTH * (time - from)) / (to - from));
  const y = (value: number) => round(HEIGHT - 1 - ((HEIGHT - 2) * (value - low)) / (high - low || 1));
  const steps = values.map((value, i) => {
    const follows = i > 0 && times[i]! - times[i - 1]! <= period * 1000;
    return `${follows ? "L" : "M"}${x(times[i]!)} ${y(value)}`;
  });
  return part(
    "svg",
    { class: "sparkline", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    part("path", { d: steps.join(""), stroke: color, fill: "none", "vector-effect": "non-scaling-stroke" }),
  );
}

export const round = (value: number) => Math.round(value * 100) / 100;
