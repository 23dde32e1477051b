import type { Body } from "../body/body.ts";
import type { Snapshot } from "../data/snapshot.ts";
import type { Fault } from "./faults.ts";
import { type Part, part } from "./part.ts";
import { drawWidget } from "./widget.ts";

/**
 * A whole dashboard: a function of its body, its data and the faults that were in force. The live page draws it every
 * second, a report once. In the order of reading, which on a narrow screen is the order of the page.
 */
export function drawDashboard(body: Body, snapshot: Snapshot | undefined, faults: readonly Fault[]): Part {
  const order = body.widgets.map((_, i) => i);
  const place = (i: number) => body.widgets[i]!;
  order.sort((a, b) => place(a).y - place(b).y || place(a).x - place(b).x);
  const shown = snapshot ? faults.filter((fault) => overlaps(fault, snapshot)).map(soFar(snapshot)) : [];
  return part("div", { class: "grid" }, ...order.map((i) => drawWidget(place(i), snapshot?.widgets[i], shown)));
}

export function overlaps({ from, until }: Fault, { range }: Pick<Snapshot, "range">): boolean {
  return from < range.to && (until ?? range.to) > range.from;
}

/** A fault in force has come as far as the moment that is looked at, which may lie before the end of the graphs. */
const soFar =
  ({ now }: Pick<Snapshot, "now">) =>
  (fault: Fault): Fault => ({ ...fault, until: Math.min(fault.until ?? now, now) });
