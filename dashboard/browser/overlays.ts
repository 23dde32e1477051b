import type uPlot from "uplot";
import type { Chart, Moment } from "../picture/chart.ts";
import { ANNOTATION } from "../picture/colors.ts";

/** What lies over or under the lines of a graph: thresholds, moments, and the time in which a fault was in force. */

export function drawMoments(plot: uPlot, { moments }: Chart): void {
  within(plot, (context) => {
    for (const moment of moments) {
      const [from, to] = spanOf(plot, moment);
      context.fillStyle = `${moment.color}22`;
      context.fillRect(from, plot.bbox.top, to - from, plot.bbox.height);
      context.fillStyle = `${moment.color}99`;
      for (const edge of new Set([from, to])) context.fillRect(edge - 0.5, plot.bbox.top, 1, plot.bbox.height);
    }
  });
}

/** Names at the top, each where it has room; a name that has none is in the page's list of faults all the same. */
export function drawMomentLabels(plot: uPlot, { moments }: Chart): void {
  within(plot, (context) => {
    context.font = fontOf();
    let taken = Number.NEGATIVE_INFINITY;
    for (const { label, color, ...span } of moments) {
      const [from] = spanOf(plot, span);
      const at = Math.max(from, plot.bbox.left) + 3 * devicePixelRatio;
      const end = at + context.measureText(label).width;
      if (label === "" || at < taken || end > plot.bbox.left + plot.bbox.width) continue;
      context.fillStyle = inkOf(plot, color);
      context.fillText(label, at, plot.bbox.top + 10 * devicePixelRatio);
      taken = end + 6 * devicePixelRatio;
    }
  });
}

export function drawLevels(plot: uPlot, { levels }: Chart): void {
  within(plot, (context) => {
    const { left, width, top, height } = plot.bbox;
    context.font = fontOf();
    for (const { from, to, label, color, axis } of levels) {
      const [low, high] = [placeOf(plot, from, axis) ?? top + height, placeOf(plot, to, axis) ?? top];
      context.fillStyle = `${color}18`;
      context.fillRect(left, high, width, low - high);
      context.fillStyle = color;
      for (const [value, y] of [
        [from, low],
        [to, high],
      ] as const) {
        if (Number.isFinite(value)) context.fillRect(left, y - 0.5, width, 1);
      }
      const y = Number.isFinite(to) ? high : low;
      context.fillStyle = inkOf(plot, color);
      context.fillText(
        label,
        left + 4 * devicePixelRatio,
        y - 3 < top + 10 ? y + 11 * devicePixelRatio : y - 3 * devicePixelRatio,
      );
    }
  });
}

function placeOf(plot: uPlot, value: number, axis: string): number | undefined {
  return Number.isFinite(value) ? plot.valToPos(value, axis, true) : undefined;
}

function spanOf(plot: uPlot, { from, to }: Pick<Moment, "from" | "to">): [number, number] {
  return [plot.valToPos(from, "x", true), plot.valToPos(to, "x", true)];
}

/** Annotations without a colour of their own are written in the page's red, which can be read on light and dark. */
function inkOf({ root }: uPlot, color: string): string {
  return color === ANNOTATION ? getComputedStyle(root).getPropertyValue("--bad").trim() || color : color;
}

const fontOf = () => `${11 * devicePixelRatio}px system-ui, sans-serif`;

/** Draws, and keeps it inside the graph. */
function within({ ctx, bbox }: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
  ctx.save();
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx);
  ctx.restore();
}
