import type uPlot from "uplot";
import type { Side } from "../body/metric-rows.ts";
import type { Chart, Line, Point } from "../picture/chart.ts";
import { clockTime, shortNumber } from "../picture/numbers.ts";
import { drawLevels, drawMomentLabels, drawMoments } from "./overlays.ts";

/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Seconds between two times on the axis: whole multiples since 1970, which in UTC are whole minutes, hours and days. */
const TIME_STEPS = [
  1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

const DAY = 86_400;

/**
 * A graph's settings, in the colours of its place. `chart` answers with the newest data: options outlive what they were
 * made for.
 */
export function optionsOf(chart: () => Chart, { width, height }: Size, place: Element): uPlot.Options {
  const { lines, axes, stacked } = chart();
  const color = colorAt(place, "--quiet");
  const grid = { stroke: colorAt(place, "--grid"), width: 1 };
  const axis = { stroke: color, font: "11px system-ui, sans-serif", grid, ticks: { ...grid, size: 4 } };
  const side = (name: Side): uPlot.Axis => ({
    ...axis,
    scale: name,
    side: name === "left" ? 3 : 1,
    size: 46,
    gap: 4,
    values: (_, splits) => splits.map((value) => (value === null ? "" : shortNumber(value))),
    ...(name === "right" && { grid: { show: false } }),
    ...(axes[name]?.label && { label: axes[name].label, labelSize: 16, labelGap: 0, labelFont: axis.font }),
  });
  const time: uPlot.Axis = {
    ...axis,
    size: 24,
    gap: 2,
    space: 56,
    incrs: [...TIME_STEPS, DAY * 30],
    values: (_, splits, _axis, _space, step) => splits.map((split) => clockTime(split, step)),
  };
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, axes.right ? 0 : 10, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: () => chart().range as [number, number] },
      left: { range: rangeOf(chart, "left") },
      right: { range: rangeOf(chart, "right") },
    },
    axes: [time, side("left"), ...(axes.right ? [side("right")] : [])],
    series: [{}, ...lines.map((line) => seriesOf(line, stacked))],
    ...(stacked && { bands: bandsOf(lines) }),
    hooks: {
      drawClear: [(plot) => drawMoments(plot, chart())],
      draw: [(plot) => drawLevels(plot, chart()), (plot) => drawMomentLabels(plot, chart())],
    },
  };
}

function seriesOf({ label, color, axis }: Line, stacked: boolean): uPlot.Series {
  return {
    label,
    scale: axis,
    stroke: color,
    width: 1.5,
    ...(stacked && { fill: `${color}66` }),
    // A value between two gaps has no line to be seen by.
    points: { show: true, size: 6, fill: color, filter: (plot, index) => alone(plot.data[index] as readonly Point[]) },
  };
}

function alone(values: readonly Point[]): number[] {
  const known = values.flatMap((value, i) => (value === undefined ? [] : [i]));
  return known.filter((index, i) => {
    const isGap = (other: number | undefined) => other === undefined || values[other] === null;
    return values[index] !== null && isGap(known[i - 1]) && isGap(known[i + 1]);
  });
}

/** In a stack, the space between a line and the one below it, of the same axis, is the upper one's. */
function bandsOf(lines: readonly Line[]): uPlot.Band[] {
  return lines.flatMap(({ axis }, i) => {
    const below = lines.slice(0, i).findLastIndex((other) => other.axis === axis);
    return below < 0 ? [] : [{ series: [i + 1, below + 1] as [number, number] }];
  });
}

/** From the axis' own bounds, or around everything that is drawn: values, and levels that are near enough to matter. */
function rangeOf(chart: () => Chart, side: Side): uPlot.Range.Function {
  return (_, low, high) => {
    const { axes, levels } = chart();
    const edges = levels
      .filter(({ axis }) => axis === side)
      .flatMap(({ from, to }) => [from, to].filter(Number.isFinite));
    const all = [low, high, ...edges].filter((value) => value !== null && Number.isFinite(value));
    const { min, max } = axes[side] ?? {};
    const [bottom, top] = [min ?? Math.min(0, ...all), max ?? Math.max(...all, Number.NEGATIVE_INFINITY)];
    if (!Number.isFinite(top)) return [bottom, bottom + 1];
    if (top <= bottom) return [bottom, bottom + 1];
    return [bottom, max ?? top + (top - bottom) * 0.08];
  };
}

function colorAt(place: Element, name: string): string {
  return getComputedStyle(place).getPropertyValue(name).trim();
}
