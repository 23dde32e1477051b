import type { TimeRange } from "../body/time-range.ts";

const SECOND = 1000;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** The periods that a graph follows the page's time range with, in seconds. */
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY];

/** More points than this are finer than a graph is wide. CloudWatch does not document its own choice. */
const POINTS = 300;

/** The period of a graph that follows the time range, in seconds. */
export function periodFor(range: TimeRange, now: number): number {
  const length = (range.to - range.from) / SECOND;
  const step = STEPS.find((period) => length / period <= POINTS) ?? STEPS.at(-1)!;
  return Math.max(step, finest(range, now));
}

/** The period, or the next that CloudWatch still keeps data of. */
export function kept(period: number, range: TimeRange, now: number): number {
  const smallest = finest(range, now);
  return Math.ceil(period / smallest) * smallest;
}

/**
 * Below a minute CloudWatch keeps data for three hours, by the minute for 15 days, by five minutes for 63 days, then by
 * the hour (GetMetricData's API reference). Seconds.
 */
function finest({ from }: TimeRange, now: number): number {
  const age = (now - from) / SECOND;
  if (age > 63 * DAY) return HOUR;
  if (age > 15 * DAY) return 5 * MINUTE;
  return age > 3 * HOUR ? MINUTE : 1;
}

/** One period for the whole range, and what to ask for so that it is one. */
export interface Whole {
  readonly period: number;
  readonly range: TimeRange;
}

/**
 * The one period that holds a whole time range. The service begins every period at a multiple of it, so a period as long
 * as the range would cut the range in two, nearly always. A somewhat longer one lies better: of all up to three times the
 * range, the one that begins least before it. Whole minutes, so that the figure does not jump from second to second.
 *
 *     range        |-----------|
 *     as long   ---|---x-----------|-----        two values
 *     longer      |--------------------|         one
 */
export function wholePeriod({ from, to }: TimeRange, now: number): Whole {
  const step = Math.max(MINUTE, finest({ from, to }, now));
  const start = Math.floor(from / SECOND / step) * step;
  const end = to / SECOND;
  const shortest = Math.ceil((end - start) / step);
  let [best, early] = [0, Number.POSITIVE_INFINITY];
  for (let steps = shortest; steps <= 3 * shortest + 2; steps++) {
    const period = steps * step;
    const before = start % period;
    if (start - before + period < end || before >= early) continue;
    [best, early] = [period, before];
  }
  if (best === 0) best = Math.ceil(end / step) * step;
  return { period: best, range: { from: start * SECOND, to } };
}
