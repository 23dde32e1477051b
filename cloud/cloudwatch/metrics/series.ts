import { Bucket } from "./bucket.ts";

/** Milliseconds. */
export const MINUTE = 60_000;
export const SECOND = 1000;

/** Half open: `start` belongs to it, `end` does not. Milliseconds since 1970. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** How many of the latest minutes and seconds with data are kept. */
export interface Kept {
  readonly minutes: number;
  readonly seconds: number;
}

const EVERYTHING: Kept = { minutes: Number.POSITIVE_INFINITY, seconds: Number.POSITIVE_INFINITY };

/**
 * The data of one metric in one unit, by the minute. Data of high resolution (StorageResolution 1) are kept by the
 * second beside it: a period of less than a minute shows them, and shows ordinary data at the start of its minute.
 */
export class Series {
  readonly #minutes: Track;
  readonly #seconds: Track;

  constructor({ minutes, seconds }: Kept = EVERYTHING) {
    this.#minutes = new Track(MINUTE, minutes);
    this.#seconds = new Track(SECOND, seconds);
  }

  bucketAt(instant: number, highResolution = false): Bucket {
    return (highResolution ? this.#seconds : this.#minutes).at(instant);
  }

  /** The buckets in a range, oldest first within each resolution. */
  *within(range: TimeRange): Generator<readonly [start: number, bucket: Bucket]> {
    yield* this.#minutes.within(range);
    yield* this.#seconds.within(range);
  }
}

/** Buckets of one length, by the instant they start at; the first that came goes when there are too many. */
class Track {
  readonly #length: number;
  readonly #most: number;
  readonly #buckets = new Map<number, Bucket>();
  #latestStart = Number.NaN;
  #latest: Bucket | undefined;

  constructor(length: number, most: number) {
    this.#length = length;
    this.#most = most;
  }

  at(instant: number): Bucket {
    const start = instant - (instant % this.#length);
    if (start === this.#latestStart) return this.#latest!;
    let bucket = this.#buckets.get(start);
    if (!bucket) {
      bucket = new Bucket();
      this.#buckets.set(start, bucket);
      if (this.#buckets.size > this.#most) this.#buckets.delete(this.#buckets.keys().next().value!);
    }
    this.#latestStart = start;
    this.#latest = bucket;
    return bucket;
  }

  /** A short range is looked up place by place, a long one by going through what is there. */
  *within({ start, end }: TimeRange): Generator<readonly [start: number, bucket: Bucket]> {
    if ((end - start) / this.#length <= this.#buckets.size) {
      for (let at = Math.ceil(start / this.#length) * this.#length; at < end; at += this.#length) {
        const bucket = this.#buckets.get(at);
        if (bucket) yield [at, bucket];
      }
      return;
    }
    const starts = [...this.#buckets.keys()].filter((at) => at >= start && at < end).sort((a, b) => a - b);
    for (const at of starts) yield [at, this.#buckets.get(at)!];
  }
}
