import type { TimeRange } from "../metrics/series.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * CloudWatch keeps fine data for a short time: below a minute for 3 hours, by the minute for 15 days, by five minutes
 * for 63 days, then by the hour (GetMetricData's API reference). Asked for finer ones it has nothing. Milliseconds.
 */
export function isRetained(period: number, start: number, now: number): boolean {
  return period % finest(now - start) === 0;
}

function finest(age: number): number {
  if (age > 63 * DAY) return HOUR;
  if (age > 15 * DAY) return 300_000;
  return age > 3 * HOUR ? 60_000 : 1000;
}

/**
 * The range as CloudWatch rounds it: an old start down to a whole five minutes or a whole hour, a recent one down to a
 * whole minute, and with a period below a minute down to a whole period.
 */
export function rounded({ start, end }: TimeRange, period: number, now: number): TimeRange {
  const step = period < 60_000 ? period : Math.max(60_000, finest(now - start));
  return { start: Math.floor(start / step) * step, end };
}

/** The range from the start of the period that holds its start: GetMetricData's timestamps are whole periods. */
export function aligned({ start, end }: TimeRange, period: number): TimeRange {
  return { start: Math.floor(start / period) * period, end };
}
