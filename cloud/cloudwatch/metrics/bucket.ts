import { Distribution } from "./distribution.ts";

/** What PutMetricData carries when the values have been summed up already. */
export interface StatisticSet {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

/** All values that one metric saw in one stretch of time: the four running figures, and the distribution behind them. */
export class Bucket implements StatisticSet {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  readonly #distribution = new Distribution();
  #opaque = false;

  add(value: number, count = 1): void {
    this.#grow(count, value * count, value, value);
    this.#distribution.add(value, count);
  }

  /** A set whose values are all the same hides none; of any other the single values are lost (PutMetricData's API reference). */
  addSet(set: StatisticSet): void {
    this.#grow(set.count, set.sum, set.min, set.max);
    if (set.min === set.max && set.sum === set.min * set.count) this.#distribution.add(set.min, set.count);
    else this.#opaque = true;
  }

  absorb(other: Bucket): void {
    this.#grow(other.count, other.sum, other.min, other.max);
    this.#distribution.absorb(other.#distribution);
    this.#opaque ||= other.#opaque;
  }

  /** Nothing when single values are unknown or negative: CloudWatch has no percentiles of such data (GetMetricStatistics' API reference). */
  get distribution(): Distribution | undefined {
    return this.#opaque || this.min < 0 ? undefined : this.#distribution;
  }

  #grow(count: number, sum: number, min: number, max: number): void {
    this.count += count;
    this.sum += sum;
    if (min < this.min) this.min = min;
    if (max > this.max) this.max = max;
  }
}

/** One bucket that holds what several held. */
export function merged(buckets: readonly Bucket[]): Bucket {
  if (buckets.length === 1) return buckets[0]!;
  const all = new Bucket();
  for (const bucket of buckets) all.absorb(bucket);
  return all;
}
