import type { MetricWidget } from "../body/metric-widget.ts";
import type { SeriesData } from "../data/snapshot.ts";

/** The ten colours that CloudWatch takes in turn where a row names none. */
const TURN = [
  "#1f77b4",
  "#ff7f0e",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#7f7f7f",
  "#bcbd22",
  "#17becf",
];

/** The colour of each series, in their order. The second series of an expression takes the next in turn. */
export function colorsOf({ rows }: MetricWidget, { series }: Pick<SeriesData, "series">): string[] {
  return series.map(({ row }, i) => {
    const first = series.findIndex((other) => other.row === row) === i;
    return (first ? rows[row]?.color : undefined) ?? TURN[i % TURN.length]!;
  });
}

/** What annotations are drawn in where they name none. */
export const ANNOTATION = "#d62728";
