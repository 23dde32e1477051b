import type { MetricWidget } from "../body/metric-widget.ts";
import type { SeriesData } from "../data/snapshot.ts";
import { round } from "./figures.ts";
import { type Part, part } from "./part.ts";
import { NO_DATA, nothingYet, swatch, type Value, valuesOf } from "./values.ts";

/** Values side by side: as bars from zero, to the longest of them. */
export function bars(widget: MetricWidget, data: SeriesData): Part {
  const values = valuesOf(widget, data);
  if (values.length === 0) return nothingYet();
  const longest = Math.max(...values.map(({ value = 0 }) => Math.abs(value)), Number.MIN_VALUE);
  const length = ({ value = 0 }: Value) => round((100 * Math.abs(value)) / longest);
  return part(
    "ul",
    { class: "bars" },
    ...values.map((value) =>
      part(
        "li",
        {},
        part("span", { class: "name" }, value.label),
        part(
          "span",
          { class: "lane", "aria-hidden": "true" },
          part("span", { class: "bar", style: `width:${length(value)}%;background:${value.color}` }),
        ),
        part("span", { class: "number" }, value.shown),
      ),
    ),
  );
}

const RADIUS = 38;
const AROUND = 2 * Math.PI * RADIUS;

/** Values as shares of their sum. What is not above zero has none. */
export function pie(widget: MetricWidget, data: SeriesData): Part {
  const values = valuesOf(widget, data);
  const sum = values.reduce((total, { value = 0 }) => total + Math.max(0, value), 0);
  if (values.length === 0) return nothingYet();
  const share = ({ value = 0 }: Value) => (sum > 0 ? Math.max(0, value) / sum : 0);
  let before = 0;
  const slices = values.map((value) => {
    const slice = part("circle", {
      cx: 50,
      cy: 50,
      r: RADIUS,
      stroke: value.color,
      "stroke-dasharray": `${round(share(value) * AROUND)} ${round(AROUND)}`,
      "stroke-dashoffset": round(-before * AROUND),
      transform: "rotate(-90 50 50)",
    });
    before += share(value);
    return slice;
  });
  const percent = (value: Value) =>
    value.value === undefined ? NO_DATA : `${round(Math.round(share(value) * 1000) / 10)} %`;
  return part(
    "div",
    { class: "pie" },
    part(
      "svg",
      { viewBox: "0 0 100 100", "aria-hidden": "true" },
      part("circle", { class: "track", cx: 50, cy: 50, r: RADIUS }),
      ...slices,
    ),
    part(
      "ul",
      { class: "keys" },
      ...values.map((value) =>
        part(
          "li",
          {},
          swatch(value.color),
          part("span", { class: "name" }, value.label),
          part("span", { class: "number" }, value.shown),
          part("span", { class: "share" }, percent(value)),
        ),
      ),
    ),
  );
}
