import type { MetricWidget } from "../body/metric-widget.ts";
import type { SeriesData } from "../data/snapshot.ts";
import { type Chart, chartOf, type Line } from "./chart.ts";
import type { Fault } from "./faults.ts";
import { shortNumber } from "./numbers.ts";
import { type Part, part } from "./part.ts";
import { NO_DATA, swatch } from "./values.ts";

/** A graph over time: a place for its lines, and a legend with the latest values, or those under the cursor. */
export function lineChart(widget: MetricWidget, data: SeriesData, faults: readonly Fault[]): Part {
  const chart = chartOf(widget, data, faults);
  const empty = chart.times.length === 0;
  return part(
    "figure",
    { class: `lines legend-${widget.legend}`, tabindex: 0, role: "group", "aria-label": spoken(widget, chart) },
    { ...part("div", { class: "chart" }), chart },
    empty ? part("p", { class: "nothing over" }, "No data in this time range.") : undefined,
    widget.legend === "hidden" ? undefined : part("ul", { class: "legend" }, ...chart.lines.map(key)),
  );
}

function key(line: Line): Part {
  return part(
    "li",
    {},
    swatch(line.color),
    part("span", { class: "name" }, line.axis === "right" ? `${line.label} (right)` : line.label),
    part("span", { class: "number" }, latestOf(line)),
  );
}

function latestOf({ values }: Line): string {
  const last = values.findLast((value) => typeof value === "number");
  return typeof last === "number" ? shortNumber(last) : NO_DATA;
}

function spoken({ title }: MetricWidget, { lines }: Chart): string {
  const values = lines.map((line) => `${line.label} ${latestOf(line)}`).join(", ");
  return `${title ?? "Graph"}: ${values || "no data"}. Arrow keys move through the values of all graphs.`;
}
