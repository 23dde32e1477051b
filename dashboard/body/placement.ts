import { asFields, asNumber } from "./fields.ts";

/** Where a widget stands on the grid of 24 columns, in grid units. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const COLUMNS = 24;

/** What the body's syntax gives a widget that names no size. */
const DEFAULT_SIZE = 6;

/**
 * The place of every widget. One that names none stands at the next free one: beside the widget before it, or below
 * everything so far where the row is full.
 */
export function placed(widgets: readonly unknown[]): Place[] {
  let [nextX, rowY, bottom] = [0, 0, 0];
  return widgets.map((widget) => {
    const fields = asFields(widget);
    const width = within(asNumber(fields.width) ?? DEFAULT_SIZE, 1, COLUMNS);
    const height = within(asNumber(fields.height) ?? DEFAULT_SIZE, 1, 1000);
    const [x, y] = [asNumber(fields.x), asNumber(fields.y)];
    if (x === undefined && nextX + width > COLUMNS) [nextX, rowY] = [0, bottom];
    const place = { x: within(x ?? nextX, 0, COLUMNS - width), y: Math.max(0, y ?? rowY), width, height };
    [nextX, rowY] = [place.x + width, place.y];
    bottom = Math.max(bottom, place.y + height);
    return place;
  });
}

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(Math.floor(value), low), high);
}
