/** Time in bins of equal width, few enough that a plot of any run has about the same size. */
export interface Bins {
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Milliseconds. */
  readonly width: number;
  readonly count: number;
}

const MOST = 180;
const WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((seconds) => seconds * 1000);

export function binsOver({ from, until }: Span): Bins {
  const length = Math.max(1, until - from);
  const width = WIDTHS.find((each) => length / each <= MOST) ?? Math.ceil(length / MOST);
  return { from, width, count: Math.ceil(length / width) };
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** How many a second, in each bin. */
export function rates({ from, width, count }: Bins, times: Iterable<number>): number[] {
  const bins = new Array<number>(count).fill(0);
  for (const at of times) {
    const bin = Math.floor((at - from) / width);
    if (bin >= 0 && bin < count) bins[bin]! += 1000 / width;
  }
  return bins;
}

/** A value that belongs to a moment. */
export type Sample = readonly [at: number, value: number];

/** The given percentiles (0 to 100) of each bin's values, by the nearest rank; null where a bin has none. */
export function percentiles({ from, width, count }: Bins, samples: Iterable<Sample>, wanted: readonly number[]) {
  const bins = Array.from({ length: count }, (): number[] => []);
  for (const [at, value] of samples) bins[Math.floor((at - from) / width)]?.push(value);
  for (const values of bins) values.sort((a, b) => a - b);
  return wanted.map((percentile) => bins.map((values) => percentileOf(values, percentile)));
}

/** Of values in ascending order. */
export function percentileOf(values: readonly number[], percentile: number): number | null {
  return values[Math.max(0, Math.ceil((percentile / 100) * values.length) - 1)] ?? null;
}
