import type { Widget } from "../body/body.ts";
import type { MetricWidget } from "../body/metric-widget.ts";
import type { SeriesData, WidgetData } from "../data/snapshot.ts";
import { alarmTiles } from "./alarms.ts";
import type { Fault } from "./faults.ts";
import { figures } from "./figures.ts";
import { gauges } from "./gauge.ts";
import { lineChart } from "./lines.ts";
import { markdown } from "./markdown.ts";
import { type Part, type Picture, part } from "./part.ts";
import { bars, pie } from "./shares.ts";
import { logTable, metricTable } from "./tables.ts";

/** A widget in its place on the grid. Without data yet it is an empty frame of the same size. */
export function drawWidget(widget: Widget, data: WidgetData | undefined, faults: readonly Fault[]): Part {
  const { x, y, width, height, kind } = widget;
  const title = "title" in widget ? widget.title : undefined;
  const look = [`widget is-${kind}`, kind === "metric" && `view-${widget.view}`, kind === "text" && widget.background];
  return part(
    "section",
    {
      class: look.filter((word) => word !== false).join(" "),
      style: `--x:${x + 1};--y:${y + 1};--width:${width};--height:${height}`,
      ...(title ? { "aria-label": title } : {}),
    },
    title ? part("h3", { title }, title) : undefined,
    part("div", { class: "content" }, ...contentOf(widget, data, faults)),
  );
}

function contentOf(widget: Widget, data: WidgetData | undefined, faults: readonly Fault[]): Picture[] {
  if (widget.kind === "text") return markdown(widget.markdown);
  if (widget.kind === "unsupported") return [note("This widget is not drawn here.", widget.why)];
  if (!data) return [];
  if (data.kind === "refused") return [note("CloudWatch refused to answer.", data.message)];
  if (data.kind === "alarms") return [alarmTiles(data.alarms)];
  if (data.kind === "log" && widget.kind === "log") {
    const asked =
      widget.view === "table"
        ? []
        : [part("p", { class: "warning" }, `Asked for as ${widget.view}; drawn as a table.`)];
    return [...asked, logTable(data)];
  }
  if (data.kind === "series" && widget.kind === "metric")
    return [...data.messages.map(warning), drawMetrics(widget, data, faults)];
  return [];
}

function drawMetrics(widget: MetricWidget, data: SeriesData, faults: readonly Fault[]): Part {
  switch (widget.view) {
    case "timeSeries":
      return lineChart(widget, data, faults);
    case "singleValue":
      return figures(widget, data);
    case "gauge":
      return gauges(widget, data);
    case "bar":
      return bars(widget, data);
    case "pie":
      return pie(widget, data);
    case "table":
      return metricTable(widget, data);
  }
}

const warning = (text: string) => part("p", { class: "warning" }, text);

function note(what: string, why: string): Part {
  return part("div", { class: "note" }, part("strong", {}, what), part("p", {}, why));
}
