/**
 * When each document is due. A schedule and not an interval: document i is due at its own moment after the start, so a
 * slow answer delays nobody behind it.
 *
 *     documents/s        ____________
 *                       /            |
 *     ________________/              |__________
 *      steady        ramp    peak       steady
 */
import type { Load, Surge } from "./load.ts";

/** Milliseconds from the start to document `sequence` (from 0). */
export type Schedule = (sequence: number) => number;

interface Piece {
  start: number;
  length: number;
  /** Documents a millisecond at its start and end. */
  from: number;
  to: number;
}

export function scheduleOf({ perSecond, surge }: Load): Schedule {
  if (!(perSecond > 0)) throw new RangeError(`A load needs a rate above 0 documents a second, not ${perSecond}.`);
  const pieces = surge === undefined ? [steady(perSecond, 0)] : surging(perSecond, surge);
  return (sequence) => {
    let before = 0;
    for (const piece of pieces) {
      const within = (piece.length * (piece.from + piece.to)) / 2;
      if (sequence < before + within) return piece.start + reached(piece, sequence - before);
      before += within;
    }
    throw new RangeError(`document ${sequence} is never due`);
  };
}

function steady(perSecond: number, start: number, length = Number.POSITIVE_INFINITY): Piece {
  return { start, length, from: perSecond / 1000, to: perSecond / 1000 };
}

function surging(perSecond: number, { perSecond: peak, after, ramp = 10_000, for: stay }: Surge): Piece[] {
  const climb: Piece = { start: after, length: ramp, from: perSecond / 1000, to: peak / 1000 };
  const top = after + ramp;
  if (stay === undefined) return [steady(perSecond, 0, after), climb, steady(peak, top)];
  return [steady(perSecond, 0, after), climb, steady(peak, top, stay), steady(perSecond, top + stay)];
}

/** The time t at which from t + (to - from) t^2 / (2 length) is `count`, in the form that does not cancel. */
function reached({ length, from, to }: Piece, count: number): number {
  const slope = (to - from) / length;
  const root = from + Math.sqrt(from * from + 2 * slope * count);
  return count === 0 ? 0 : (2 * count) / root;
}
