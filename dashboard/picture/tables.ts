import type { MetricWidget, Summary } from "../body/metric-widget.ts";
import type { Series, SeriesData } from "../data/snapshot.ts";
import type { LogAnswer } from "../data/source.ts";
import { clockTime } from "./numbers.ts";
import { type Part, type Picture, part } from "./part.ts";
import { NO_DATA, nothingYet, numberOf } from "./values.ts";

/** More columns than this nobody scrolls through; they are the latest. */
const COLUMNS = 60;

const SUMMARIES: Readonly<Record<Summary, (values: readonly number[]) => number>> = {
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  AVG: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
};

/** A row for each series, a column for each time, the latest first, and the summaries before them. */
export function metricTable(widget: MetricWidget, data: SeriesData): Part {
  if (data.series.length === 0) return nothingYet();
  const times = [...new Set(data.series.flatMap(({ times: own }) => own))].sort((a, b) => b - a).slice(0, COLUMNS);
  const period = Math.min(...data.series.map((series) => series.period));
  const head = [
    "",
    ...widget.summaries.map((name) => name.toLowerCase()),
    ...times.map((time) => clockTime(time / 1000, period)),
  ];
  const rows = data.series.map((series) => [
    series.label,
    ...widget.summaries.map((name) => summary(series, name, widget)),
    ...times.map((time) => numberOf(series.values[series.times.indexOf(time)], widget)),
  ]);
  return table(head, rows, "numbers");
}

function summary({ values }: Series, name: Summary, widget: MetricWidget): string {
  return values.length === 0 ? NO_DATA : numberOf(SUMMARIES[name](values), widget);
}

export function logTable({ columns, rows }: LogAnswer): Part {
  if (rows.length === 0) return part("p", { class: "nothing" }, "The query found nothing in this time range.");
  return table([...columns], rows, "log");
}

/** Tables may be wider than their widget: they scroll, by keyboard as well. */
function table(head: readonly string[], rows: readonly (readonly string[])[], look: string): Part {
  const cell = (text: string, i: number): Picture =>
    i === 0 && look === "numbers" ? part("th", { scope: "row" }, text) : part("td", {}, text);
  return part(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": "table" },
    part(
      "table",
      { class: look },
      part(
        "thead",
        {},
        part("tr", {}, ...head.map((text) => (text === "" ? part("td") : part("th", { scope: "col" }, text)))),
      ),
      part("tbody", {}, ...rows.map((row) => part("tr", {}, ...row.map(cell)))),
    ),
  );
}
