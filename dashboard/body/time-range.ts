/** A stretch of time, in milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** CloudWatch shows three hours if nothing is said. */
const DEFAULT = "-PT3H";

/**
 * A body's or widget's time range: `start` relative to now (`-PT8H`, `-P7D`) with no end, or both absolute in ISO
 * 8601. One that cannot be read is CloudWatch's default.
 */
export function timeRange(start: string | undefined, end: string | undefined, now: number): TimeRange {
  const from = instant(start ?? DEFAULT, now) ?? instant(DEFAULT, now)!;
  const to = end === undefined ? now : (instant(end, now) ?? now);
  return from < to ? { from, to } : { from: instant(DEFAULT, now)!, to: now };
}

function instant(text: string, now: number): number | undefined {
  const back = durationOf(text.replace(/^-/, ""));
  if (back !== undefined && text.startsWith("-")) return now - back;
  const absolute = Date.parse(text);
  return Number.isNaN(absolute) ? undefined : absolute;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const UNITS = { days: DAY, weeks: 7 * DAY, months: 30 * DAY, hours: 60 * MINUTE, minutes: MINUTE, seconds: 1000 };
const DURATION =
  /^P(?=.)(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+)S)?)?$/;

/** `PT1H30M` in milliseconds, as far as the body's syntax goes: a month is thirty days. */
export function durationOf(text: string): number | undefined {
  const parts = DURATION.exec(text)?.groups;
  if (!parts) return undefined;
  return Object.entries(UNITS).reduce((sum, [unit, length]) => sum + Number(parts[unit] ?? 0) * length, 0);
}
