import uPlot from "uplot";
import type { Chart, Line } from "../picture/chart.ts";
import { fullTime, shortNumber } from "../picture/numbers.ts";
import { NO_DATA } from "../picture/values.ts";
import { hovered, join, leave, moveTo } from "./hover.ts";
import { optionsOf } from "./plot-options.ts";

const charts = new Map<HTMLElement, LineChart>();

/** Draws a graph in its place, or shows new data in the one that is there. */
export function showChart(host: HTMLElement, chart: Chart): void {
  const there = charts.get(host);
  if (there) there.update(chart);
  else charts.set(host, new LineChart(host, chart));
}

/** Ends the graphs whose places are gone. */
export function sweepCharts(): void {
  for (const [host, chart] of charts) {
    if (host.isConnected) continue;
    chart.end();
    charts.delete(host);
  }
}

/** Draws every graph anew, in the colours of the page as they are now. */
export function repaintCharts(): void {
  for (const chart of charts.values()) chart.rebuild();
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/** Listens for everybody: graphs come and go. */
document.addEventListener("keydown", (event) => {
  // The first of its way: to the document, what lies in a tree apart is all one.
  const host = (event.composedPath()[0] as Element).closest?.("figure.lines")?.querySelector<HTMLElement>(".chart");
  const chart = host && charts.get(host);
  const by = STEPS[event.key];
  if (!chart) return;
  if (event.key === "Escape") moveTo(undefined);
  if (by === undefined) return;
  event.preventDefault();
  chart.step(by);
});

/** One graph: a uPlot in its place, its cursor in step with all others, its values in the legend beside it. */
class LineChart {
  readonly #host: HTMLElement;
  readonly #size: ResizeObserver;
  readonly #label = document.createElement("div");
  #chart: Chart;
  #plot: uPlot | undefined;
  #shape = "";

  constructor(host: HTMLElement, chart: Chart) {
    this.#host = host;
    this.#chart = chart;
    this.#label.className = "at";
    this.#label.hidden = true;
    this.#size = new ResizeObserver(() => this.#fit());
    this.#size.observe(host);
    join(this);
    // The place gets its size when the page has been laid out, and is then drawn by the observer.
  }

  update(chart: Chart): void {
    this.#chart = chart;
    if (!this.#plot || this.#shape !== shapeOf(chart)) this.rebuild();
    else this.#plot.setData(dataOf(chart));
  }

  rebuild(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    this.#plot?.destroy();
    this.#plot = undefined;
    if (width < 10 || height < 10) return;
    this.#shape = shapeOf(this.#chart);
    const plot = new uPlot(
      optionsOf(() => this.#chart, { width, height }, this.#host),
      dataOf(this.#chart),
      this.#host,
    );
    plot.over.append(this.#label);
    plot.over.addEventListener("pointermove", ({ offsetX }) => moveTo(plot.posToVal(offsetX, "x")));
    plot.over.addEventListener("pointerleave", () => moveTo(undefined));
    this.#plot = plot;
  }

  show(time: number | undefined): void {
    const index = time === undefined ? undefined : nearest(this.#chart.times, time);
    this.#mark(index);
    const numbers = this.#host.parentElement?.querySelectorAll(".legend .number") ?? [];
    this.#chart.lines.forEach((line, i) => {
      const text = shownAt(line, index);
      if (numbers[i] && numbers[i].textContent !== text) numbers[i].textContent = text;
    });
  }

  end(): void {
    leave(this);
    this.#size.disconnect();
    this.#plot?.destroy();
  }

  #mark(index: number | undefined): void {
    this.#label.hidden = index === undefined;
    if (index === undefined) return void this.#plot?.setCursor({ left: -10, top: -10 });
    const plot = this.#plot;
    if (!plot) return;
    const time = this.#chart.times[index]!;
    const left = plot.valToPos(time, "x");
    plot.setCursor({ left, top: Math.max(0, plot.cursor.top ?? 0) });
    this.#label.textContent = fullTime(time).slice(11);
    this.#label.style.left = `${Math.min(Math.max(left, 26), plot.over.clientWidth - 26)}px`;
  }

  /** Moves the cursor of all graphs by values of this one; from nowhere to the latest. */
  step(by: number): void {
    const { times } = this.#chart;
    const time = hovered();
    const index = time === undefined ? times.length - 1 : (nearest(times, time) ?? 0) + by;
    if (times.length > 0) moveTo(times[Math.min(Math.max(index, 0), times.length - 1)]);
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (!this.#plot) this.rebuild();
    else if (width >= 10 && height >= 10) this.#plot.setSize({ width, height });
  }
}

/** What of a graph cannot change without drawing it anew. */
function shapeOf({ lines, axes, stacked }: Chart): string {
  return JSON.stringify([lines.map(({ label, color, axis }) => [label, color, axis]), axes, stacked]);
}

function dataOf({ times, lines }: Chart): uPlot.AlignedData {
  return [times as number[], ...lines.map(({ heights }) => heights as (number | null | undefined)[])];
}

/** Undefined only where there is no time at all. */
function nearest(times: readonly number[], time: number): number | undefined {
  if (times.length === 0) return undefined;
  let [low, high] = [0, times.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle;
    else high = middle;
  }
  return time - times[low]! <= times[high]! - time ? low : high;
}

/** A line with a longer period keeps its value until the next; a gap has none. */
function shownAt({ values }: Line, index: number | undefined): string {
  let value = index === undefined ? values.findLast((last) => typeof last === "number") : values[index];
  for (let i = index ?? 0; value === undefined && i > 0; ) value = values[--i];
  return typeof value === "number" ? shortNumber(value) : NO_DATA;
}
