import type { Bins, Span } from "../series.ts";
import { minutesOf, safe } from "../text.ts";
import { prose } from "./prose.ts";

/**
 * A plot over the time of the run. The drawing is SVG and stretches with the page; its words are HTML over it, and so
 * keep their size on a phone. Series differ by their dashes as well as by their colour.
 */
export interface Plot {
  readonly title: string;
  /** What is to be seen, in words: for those who do not see it. */
  readonly says: string;
  readonly bins: Bins;
  readonly series: readonly Series[];
  readonly axis: Axis;
  readonly faults: readonly Span[];
  readonly limit?: { readonly name: string; readonly value: number } | undefined;
}

export interface Series {
  readonly name: string;
  /** A value for each bin; null leaves a gap. */
  readonly values: readonly (number | null)[];
}

export interface Axis {
  /** 0 at the bottom, 1 at the top. */
  place(value: number): number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

const STROKES = ["one", "two", "three"];
const WIDTH = 1000;
const HEIGHT = 100;

export function plot({ title, says, bins, series, axis, faults, limit }: Plot): string {
  const y = (value: number) => round(HEIGHT * (1 - axis.place(value)));
  const line = (value: number, name: string) =>
    `<line class="${name}" x1="0" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}"/>`;
  const drawn = [
    ...faults.map((fault) => band(fault, bins)),
    ...axis.ticks.map(({ at }) => line(at, "grid")),
    ...(limit ? [line(limit.value, "limit")] : []),
    ...series.map(({ values }, i) => `<path class="${STROKES[i]}" d="${pathOf(values, y)}"/>`),
  ];
  const labels = axis.ticks.map(
    ({ at, label }) => `<span class="y" style="bottom:${round(100 * axis.place(at))}%">${label}</span>`,
  );
  const keys = [
    ...series.map(({ name }, i) => key(STROKES[i]!, name)),
    ...(limit ? [key("limit", limit.name)] : []),
    ...(faults.length > 0 ? [key("fault", "fault in force")] : []),
  ];
  return `<figure><h3>${safe(title)}</h3><figcaption>${prose(says)}</figcaption><ul class="legend">${keys.join("")}</ul>
<div class="plot"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${safe(`${title}. ${says}`)}">${drawn.join("")}</svg>
<div aria-hidden="true">${labels.join("")}</div><div aria-hidden="true">${timeLabels(bins)}</div></div></figure>`;
}

/** One line of a step at a time: a bin is a stretch, not a moment. */
function pathOf(values: readonly (number | null)[], y: (value: number) => number): string {
  const step = WIDTH / values.length;
  let pen = "M";
  let path = "";
  for (const [i, value] of values.entries()) {
    if (value !== null) path += `${pen}${round((i + 0.5) * step)} ${y(value)}`;
    pen = value === null ? "M" : "L";
  }
  // A moment alone between gaps would be a line without a length.
  return path.replace(
    /M([\d.]+) ([\d.]+)(?=M|$)/g,
    (_, x, at) => `M${round(x - step / 3)} ${at}H${round(Number(x) + step / 3)}`,
  );
}

export function band({ from, until }: Span, bins: Bins, name = "fault", y = 0, height = HEIGHT): string {
  const x = Math.max(0, acrossOf(from, bins));
  const width = Math.max(1, Math.min(WIDTH, acrossOf(until, bins)) - x);
  return `<rect class="${name}" x="${round(x)}" y="${y}" width="${round(width)}" height="${height}" vector-effect="non-scaling-stroke"/>`;
}

function acrossOf(at: number, { from, width, count }: Bins): number {
  return (WIDTH * (at - from)) / (width * count);
}

/** Where a moment lies, in percent of the plot's width. */
export function percentAcross(at: number, bins: Bins): number {
  return round((100 * acrossOf(at, bins)) / WIDTH);
}

const TICKS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400].map((seconds) => seconds * 1000);

export function timeLabels(bins: Bins): string {
  const length = bins.width * bins.count;
  const step = TICKS.find((each) => length / each <= 9) ?? length;
  const labels: string[] = [];
  for (let at = 0; at <= length; at += step) {
    labels.push(`<span class="x" style="left:${percentAcross(bins.from + at, bins)}%">${minutesOf(at)}</span>`);
  }
  return labels.join("");
}

function key(stroke: string, name: string): string {
  const sample =
    stroke === "fault"
      ? `<rect class="fault" width="32" height="12"/>`
      : `<line class="${stroke}" x1="0" x2="32" y1="6" y2="6"/>`;
  return `<li><svg viewBox="0 0 32 12" aria-hidden="true">${sample}</svg>${safe(name)}</li>`;
}

export function round(value: number): number {
  return Number(value.toFixed(2));
}
