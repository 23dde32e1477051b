/**
 * A percentile of a sample against a limit, by order statistics: with 95 % confidence the percentile lies below the
 * value of rank `upper` and above the value of rank `lower`. No distribution is assumed, and infinite values are fine.
 */
import { lowerRank, upperRank } from "./bounds.ts";

export interface QuantileBound {
  n: number;
  /** Rank (from 1) of the value that bounds from above; null when n is too small for 95 %. */
  rank: number | null;
  /** That value, or the largest of a sample too small to have one. */
  upper: number;
  /** The value that bounds from below; -Infinity when n is too small. */
  lower: number;
  /** The sample's own percentile (nearest rank). */
  estimate: number;
}

export function quantileBound(values: readonly number[], percentile: number): QuantileBound {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const n = sorted.length;
  const at = (rank: number | undefined, none: number) => (rank === undefined ? none : (sorted[rank - 1] ?? none));
  const largest = at(n, Number.POSITIVE_INFINITY);
  const rank = upperRank(n, percentile);
  return {
    n,
    rank: rank ?? null,
    upper: at(rank, largest),
    lower: at(lowerRank(n, percentile), Number.NEGATIVE_INFINITY),
    estimate: at(Math.ceil((n * percentile) / 100), largest),
  };
}

/**
 * `small` says what to do with a sample too small for 95 %: leave it open, or let its largest value decide (for the
 * short cohorts before and after, where the confidence that remains is printed).
 */
export function within(
  bound: QuantileBound,
  limit: number,
  small: "open" | "largest",
): "held" | "refuted" | "inconclusive" {
  if (bound.lower > limit) return "refuted";
  const enough = bound.n > 0 && (bound.rank !== null || small === "largest");
  return enough && bound.upper <= limit ? "held" : "inconclusive";
}

/** How sure the largest of n values bounds the percentile: 1 - q^n, by multiplication. */
export function confidenceOfLargest(n: number, percentile: number): number {
  let beyond = 1;
  for (let i = 0; i < n; i++) beyond *= percentile / 100;
  return 1 - beyond;
}
