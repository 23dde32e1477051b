/** Values over time, oldest first; an instant without a value is simply not there. Instants in milliseconds since 1970. */
export interface TimeSeries {
  readonly label: string;
  /** Seconds between two values when none is missing. */
  readonly period: number;
  readonly points: Points;
}

/** Instant to value, instants rising. */
export type Points = ReadonlyMap<number, number>;

/** What an expression can be: a number, a series, or several series. */
export type Value = number | TimeSeries | readonly TimeSeries[];

export function isNumber(value: Value): value is number {
  return typeof value === "number";
}

export function isArray(value: Value): value is readonly TimeSeries[] {
  return Array.isArray(value);
}

export function isSeries(value: Value): value is TimeSeries {
  return !isNumber(value) && !isArray(value);
}

/** A value that is no number - a division by zero, the highest of nothing - is a value that is missing. */
export function points(entries: Iterable<readonly [instant: number, value: number | undefined]>): Points {
  const kept = new Map<number, number>();
  for (const [instant, value] of entries) if (value !== undefined && Number.isFinite(value)) kept.set(instant, value);
  return kept;
}

/** Each value on its own. */
export function mapped(series: TimeSeries, change: (value: number, instant: number) => number | undefined): TimeSeries {
  return { ...series, points: points([...series.points].map(([instant, value]) => [instant, change(value, instant)])) };
}

/** All instants at which any of the series has a value. */
export function instantsOf(all: readonly TimeSeries[]): number[] {
  if (all.length === 1) return [...all[0]!.points.keys()];
  const instants = new Set<number>();
  for (const { points } of all) for (const instant of points.keys()) instants.add(instant);
  return [...instants].sort((a, b) => a - b);
}
