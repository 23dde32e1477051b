import type { MetricWidget } from "../body/metric-widget.ts";
import type { SeriesData } from "../data/snapshot.ts";
import { ANNOTATION } from "./colors.ts";
import { round } from "./figures.ts";
import { shortNumber } from "./numbers.ts";
import { type Part, part } from "./part.ts";
import { nothingYet, valuesOf } from "./values.ts";

const RADIUS = 40;

/** Half circles from the axis' least value to its greatest, each filled as far as its value goes. */
export function gauges(widget: MetricWidget, data: SeriesData): Part {
  const values = valuesOf(widget, data);
  if (values.length === 0) return nothingYet();
  const { min = 0, max = 100 } = widget.axes.left;
  const share = (value: number) => Math.min(1, Math.max(0, (value - min) / (max - min || 1)));
  const marks = widget.annotations.horizontal.map(({ at, label, color }) => ({ share: share(at), label, color }));
  return part(
    "div",
    { class: "gauges" },
    ...values.map(({ label, color, value, shown }) =>
      part(
        "figure",
        { class: "gauge" },
        part(
          "svg",
          {
            viewBox: "0 0 100 56",
            role: "img",
            "aria-label": `${label}: ${shown} of ${shortNumber(min)} to ${shortNumber(max)}`,
          },
          part("path", { class: "track", d: arc(0, 1) }),
          value === undefined ? undefined : part("path", { class: "level", d: arc(0, share(value)), stroke: color }),
          ...marks.map((mark) =>
            part("path", { class: "mark", d: tick(mark.share), stroke: mark.color ?? ANNOTATION }),
          ),
          part("text", { x: 10, y: 56, class: "bound" }, shortNumber(min)),
          part("text", { x: 90, y: 56, class: "bound" }, shortNumber(max)),
        ),
        part("div", { class: "amount" }, shown),
        part("figcaption", { class: "caption" }, label),
      ),
    ),
  );
}

function arc(from: number, to: number): string {
  const [start, end] = [point(from, RADIUS), point(to, RADIUS)];
  return `M${start}A${RADIUS} ${RADIUS} 0 0 1 ${end}`;
}

const tick = (share: number) => `M${point(share, RADIUS - 7)}L${point(share, RADIUS + 7)}`;

/** A place on the half circle, from the left end (0) over the top to the right end (1). */
function point(share: number, radius: number): string {
  const angle = Math.PI * (1 - share);
  return `${round(50 + radius * Math.cos(angle))} ${round(48 - radius * Math.sin(angle))}`;
}
