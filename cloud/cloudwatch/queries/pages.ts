import type { MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { TimeSeries } from "../math/time-series.ts";

/** One series of an answer, before it is cut into pages. */
export interface Result {
  readonly id: string;
  readonly series: TimeSeries;
  readonly units: readonly string[];
}

export interface Page {
  readonly results: MetricDataResult[];
  /** The datapoint that the next page begins with, counted over all results. */
  readonly next: number | undefined;
}

/**
 * Cuts results into pages of at most `limit` datapoints, counted over all of them in their order:
 *
 *     m1: ooooo  m2: ooo   limit 4   ->   m1: oooo (PartialData)   m1: o  m2: ooo
 */
export function page(all: readonly Result[], from: number, limit: number, ascending: boolean): Page {
  const results: MetricDataResult[] = [];
  let passed = 0;
  for (const result of all) {
    const { size } = result.series.points;
    const [first, last] = [Math.max(0, from - passed), Math.min(size, from + limit - passed)];
    passed += size;
    if (first < last || (size === 0 && from === 0)) results.push(shown(result, first, last, ascending));
  }
  return { results, next: from + limit < passed ? from + limit : undefined };
}

function shown({ id, series, units }: Result, first: number, last: number, ascending: boolean): MetricDataResult {
  const all = [...series.points];
  const some = (ascending ? all : all.reverse()).slice(first, last);
  return {
    Id: id,
    Label: series.label,
    Timestamps: some.map(([instant]) => new Date(instant)),
    Values: some.map(([, value]) => value),
    StatusCode: last < all.length ? "PartialData" : "Complete",
    ...(units.length > 0 && { Messages: [multipleUnits(units)] }),
  };
}

/** Recorded on AWS, which then answers in the first of them. */
function multipleUnits(units: readonly string[]) {
  return { Code: "MultipleUnits", Value: `Multiple units returned: '[${units.join(", ")}]'` };
}
