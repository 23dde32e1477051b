import type { Chart, Level, Line, Point } from "./chart.ts";

/** A graph as JSON, which knows neither `undefined` nor infinity, and in which heights are left out that are values. */
export interface PackedChart extends Omit<Chart, "lines" | "levels"> {
  readonly lines: readonly PackedLine[];
  readonly levels: readonly PackedLevel[];
}

type PackedLine = Omit<Line, "values" | "heights"> & {
  readonly values: readonly PackedPoint[];
  readonly heights?: readonly PackedPoint[];
};

/** A value, a gap, or nothing: between two values of a line with a longer period. */
type PackedPoint = number | null | "";

/** null: without an end. */
type PackedLevel = Omit<Level, "from" | "to"> & { readonly from: number | null; readonly to: number | null };

export function packed(chart: Chart): PackedChart {
  return {
    ...chart,
    lines: chart.lines.map(({ values, heights, ...line }) => ({
      ...{ ...line, values: values.map(toJson) },
      ...(chart.stacked && { heights: heights.map(toJson) }),
    })),
    levels: chart.levels.map(({ from, to, ...level }) => ({ ...level, from: finite(from), to: finite(to) })),
  };
}

export function unpacked(chart: PackedChart): Chart {
  return {
    ...chart,
    lines: chart.lines.map(({ values, heights = values, ...line }) => ({
      ...{ ...line, values: values.map(fromJson), heights: heights.map(fromJson) },
    })),
    levels: chart.levels.map(({ from, to, ...level }) => ({
      ...{ ...level, from: from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY },
    })),
  };
}

const toJson = (point: Point): PackedPoint => (point === undefined ? "" : point);
const fromJson = (point: PackedPoint): Point => (point === "" ? undefined : point);
const finite = (value: number) => (Number.isFinite(value) ? value : null);
