import type { Identity } from "../metrics/metric.ts";
import type { Query } from "./query.ts";

/**
 * What each query's result is called: its own label, or the metric's name with what tells the queries apart - `metric1`,
 * `metric1 Sum` where statistics differ, `metric1 60` where periods do, `metric1 Sum 60` where both. Recorded on AWS.
 * An expression without a label goes by its id.
 */
export function labelsOf(queries: readonly Query[]): ReadonlyMap<string, string> {
  const stats = queries.flatMap(({ stat }) => stat ?? []);
  const statisticsDiffer = new Set(stats.map(({ statisticName }) => statisticName)).size > 1;
  const periodsDiffer = new Set(stats.map(({ period }) => period)).size > 1;
  return new Map(
    queries.map(({ id, label, stat }) => {
      if (label !== undefined || !stat) return [id, label ?? id];
      const parts = [stat.identity.name, statisticsDiffer && stat.statisticName, periodsDiffer && stat.period];
      return [id, parts.filter((part) => part !== false).join(" ")];
    }),
  );
}

/** What tells the metrics of a search apart: their dimensions' values, and their names where those differ. */
export function searchLabels(found: readonly Identity[]): string[] {
  const namesDiffer = new Set(found.map(({ name }) => name)).size > 1;
  return found.map(({ name, dimensions }) => {
    const values = dimensions.map(([, value]) => value);
    return (namesDiffer || values.length === 0 ? [...values, name] : values).join(" ");
  });
}
