/** A graph that can show the values of one time. Seconds. */
export interface Hoverable {
  /** Undefined shows the latest values. */
  show(time: number | undefined): void;
}

const all = new Set<Hoverable>();
let current: number | undefined;
let moving = false;

export const join = (chart: Hoverable): void => void all.add(chart);
export const leave = (chart: Hoverable): void => void all.delete(chart);

/** Moves the cursor of every graph to one time, wherever the movement came from. */
export function moveTo(time: number | undefined): void {
  if (moving) return;
  current = time;
  again();
}

/** Shows the cursors once more, after graphs were drawn anew. */
export function again(): void {
  moving = true;
  for (const chart of all) chart.show(current);
  moving = false;
}

/** The time under the cursor. */
export const hovered = (): number | undefined => current;
