import { inOrder } from "../units.ts";
import { type Bucket, merged, type StatisticSet } from "./bucket.ts";
import { type Kept, Series, type TimeRange } from "./series.ts";

/** A dimension's name and its value. */
export type Dimension = readonly [name: string, value: string];

/** What makes a metric this one and no other. A metric with one dimension more is another metric. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** What was measured, before it finds its metric. */
export interface Sample {
  readonly at: number;
  readonly unit: string;
  readonly values?: readonly number[];
  /** How often each value was seen; once, when absent. */
  readonly counts?: readonly number[];
  readonly set?: StatisticSet;
  readonly highResolution?: boolean;
}

/** A stretch of time and what a metric saw in it. */
export interface Period {
  readonly start: number;
  readonly bucket: Bucket;
}

/** One metric: its identity, and its data apart by unit, because CloudWatch never converts one unit into another. */
export class Metric implements Identity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** When data last came in. */
  reportedAt = Number.NEGATIVE_INFINITY;
  readonly #series = new Map<string, Series>();
  readonly #kept: Kept | undefined;

  constructor({ namespace, name, dimensions }: Identity, kept?: Kept) {
    this.#kept = kept;
    this.namespace = namespace;
    this.name = name;
    this.dimensions = dimensions;
  }

  /** One value: the way of all data that the services publish. */
  record(at: number, unit: string, value: number): void {
    this.#in(unit).bucketAt(at).add(value);
  }

  /** What was seen no times at all leaves nothing behind. */
  add({ at, unit, values, counts, set, highResolution }: Sample): void {
    const bucket = () => this.#in(unit).bucketAt(at, highResolution);
    values?.forEach((value, i) => {
      const count = counts?.[i] ?? 1;
      if (count > 0) bucket().add(value, count);
    });
    if (set && set.count > 0) bucket().addSet(set);
  }

  /** The units with data in a range, in CloudWatch's order. */
  units(range: TimeRange): string[] {
    const used = [...this.#series].filter(([, series]) => !series.within(range).next().done);
    return inOrder(used.map(([unit]) => unit));
  }

  /** The periods of a range that hold data, oldest first. The first begins where the range begins; the last ends with it. */
  periods(unit: string, range: TimeRange, length: number): Period[] {
    const found = new Map<number, Bucket[]>();
    for (const [at, bucket] of this.#series.get(unit)?.within(range) ?? []) {
      const start = range.start + Math.floor((at - range.start) / length) * length;
      const buckets = found.get(start);
      if (buckets) buckets.push(bucket);
      else found.set(start, [bucket]);
    }
    const starts = [...found.keys()].sort((a, b) => a - b);
    return starts.map((start) => ({ start, bucket: merged(found.get(start)!) }));
  }

  #in(unit: string): Series {
    let series = this.#series.get(unit);
    if (!series) {
      series = new Series(this.#kept);
      this.#series.set(unit, series);
    }
    return series;
  }
}

/** An identity out of the API's list of dimensions. */
export function identityOf(
  namespace: string,
  name: string,
  dimensions: readonly { readonly Name?: string | undefined; readonly Value?: string | undefined }[] = [],
): Identity {
  return { namespace, name, dimensions: dimensions.map(({ Name = "", Value = "" }) => [Name, Value]) };
}
