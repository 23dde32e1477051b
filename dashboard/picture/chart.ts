import type { Side } from "../body/metric-rows.ts";
import type { Axis, MetricWidget } from "../body/metric-widget.ts";
import type { TimeRange } from "../body/time-range.ts";
import type { Series, SeriesData } from "../data/snapshot.ts";
import { ANNOTATION, colorsOf } from "./colors.ts";
import type { Fault } from "./faults.ts";

/** A graph over time, ready to be drawn: every line has a value, a gap or nothing at every time. Times are seconds. */
export interface Chart {
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly stacked: boolean;
  readonly axes: Readonly<Record<Side, Axis | undefined>>;
  readonly range: readonly [from: number, to: number];
  readonly levels: readonly Level[];
  readonly moments: readonly Moment[];
}

export interface Line {
  readonly label: string;
  readonly color: string;
  readonly axis: Side;
  /** What was measured. null is a gap; undefined is between two values of a line with a longer period. */
  readonly values: readonly Point[];
  /** Where it is drawn: in a stack on top of the lines before it. */
  readonly heights: readonly Point[];
}

export type Point = number | null | undefined;

/** A line or band across the graph at a value. */
export interface Level {
  readonly label: string;
  readonly color: string;
  readonly from: number;
  readonly to: number;
  readonly axis: Side;
}

/** A line or band down the graph at a time. `fault`: laid over by the lab, and not in the body. */
export interface Moment {
  readonly label: string;
  readonly color: string;
  readonly from: number;
  readonly to: number;
  readonly fault: boolean;
}

const SECOND = 1000;

export function chartOf(widget: MetricWidget, data: SeriesData, faults: readonly Fault[]): Chart {
  const times = timesOf(data.series);
  const colors = colorsOf(widget, data);
  const values = data.series.map((series) => aligned(series, times));
  const heights = widget.stacked ? stacked(data.series, values, times) : values;
  const lines = data.series.map(({ label, row }, i) => ({
    label,
    color: colors[i]!,
    axis: widget.rows[row]?.axis ?? "left",
    values: values[i]!,
    heights: heights[i]!,
  }));
  const isRight = ({ axis }: { axis: Side }) => axis === "right";
  const right = lines.some(isRight) || widget.annotations.horizontal.some(isRight);
  return {
    times: times.map((time) => time / SECOND),
    lines,
    stacked: widget.stacked,
    axes: { left: widget.axes.left, right: right ? widget.axes.right : undefined },
    range: [data.range.from / SECOND, data.range.to / SECOND],
    levels: levelsOf(widget, data),
    moments: [...momentsOf(widget, data.range), ...faults.map((fault) => momentOfFault(fault, data.range))],
  };
}

/** Every time that any line has a value at, and after each value before a gap the time where the next was due. */
function timesOf(all: readonly Series[]): number[] {
  const times = new Set<number>();
  for (const { times: own, period } of all) {
    own.forEach((time, i) => {
      times.add(time);
      const next = own[i + 1];
      if (next !== undefined && next - time > period * SECOND) times.add(time + period * SECOND);
    });
  }
  return [...times].sort((a, b) => a - b);
}

function aligned({ times: own, values, period }: Series, times: readonly number[]): Point[] {
  const at = new Map(own.map((time, i) => [time, values[i]!]));
  const [first, last] = [own[0], own.at(-1)];
  return times.map((time) => {
    const value = at.get(time);
    if (value !== undefined || first === undefined || time < first || time > last!) return value;
    return (time - first) % (period * SECOND) === 0 ? null : undefined;
  });
}

/** Lines of one axis on top of each other. Between two of its values a line counts with the last, in a gap with nothing. */
function stacked(all: readonly Series[], values: readonly Point[][], times: readonly number[]): Point[][] {
  const below = times.map(() => 0);
  return all.map((_, line) => {
    let held = 0;
    return times.map((_time, i) => {
      const value = values[line]![i];
      held = value === undefined ? held : (value ?? 0);
      below[i] = below[i]! + held;
      return value === undefined || value === null ? value : below[i];
    });
  });
}

function levelsOf({ annotations }: MetricWidget, { thresholds }: SeriesData): Level[] {
  const drawn = annotations.horizontal.map(({ at, to, fill, label, color, axis }) => {
    const other =
      to ?? (fill === "above" ? Number.POSITIVE_INFINITY : fill === "below" ? Number.NEGATIVE_INFINITY : at);
    return { label: label ?? "", color: color ?? ANNOTATION, from: Math.min(at, other), to: Math.max(at, other), axis };
  });
  const alarms = thresholds.map(({ label, value }) => ({
    label,
    color: ANNOTATION,
    from: value,
    to: value,
    axis: "left" as const,
  }));
  return [...drawn, ...alarms];
}

function momentsOf({ annotations }: MetricWidget, range: TimeRange): Moment[] {
  return annotations.vertical.map(({ at, to, fill, label, color }) => {
    const other = to ?? (fill === "after" ? range.to : fill === "before" ? range.from : at);
    const [from, until] = [Math.min(at, other) / SECOND, Math.max(at, other) / SECOND];
    return { label: label ?? "", color: color ?? ANNOTATION, from, to: until, fault: false };
  });
}

function momentOfFault({ name, from, until }: Fault, range: TimeRange): Moment {
  return { label: name, color: ANNOTATION, from: from / SECOND, to: (until ?? range.to) / SECOND, fault: true };
}
