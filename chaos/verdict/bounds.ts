/**
 * What a sample proves. Every bound is exact for its distribution (no normal approximation) and one-sided at 95 %
 * unless it says otherwise.
 */
import { first, firstFrom } from "./search.ts";
import { betaQuantile, binomialCdf } from "./special.ts";

export const CONFIDENCE = 0.95;
/** Two-sided, for the number of attempts that a fault of known probability struck. */
export const EFFICACY_CONFIDENCE = 0.999;
/** -ln(0.05): what "none seen in n" proves is a rate below this over n ("rule of three"). */
const NONE_SEEN = 2.995732273553991;

/** Clopper-Pearson, lower: with 95 % confidence the true share is above this. */
export function lowerBound(count: number, of: number): number {
  return count === 0 || of === 0 ? 0 : betaQuantile(1 - CONFIDENCE, count, of - count + 1);
}

/** Clopper-Pearson, upper: with 95 % confidence the true share is below this. One when nothing was looked at. */
export function upperBound(count: number, of: number): number {
  return count >= of ? 1 : betaQuantile(CONFIDENCE, count + 1, of - count);
}

/** The rate that zero events among `of` leave possible. */
export function noneSeenBound(of: number): number {
  return of === 0 ? 1 : Math.min(1, NONE_SEEN / of);
}

/** The numbers of strikes among n that a probability p explains: 0.05 % is cut off at either end. */
export function binomialInterval(n: number, p: number): { low: number; high: number } {
  const tail = (1 - EFFICACY_CONFIDENCE) / 2;
  const low = first(0, n, (k) => binomialCdf(k, n, p) > tail) ?? n;
  return { low, high: first(low, n, (k) => binomialCdf(k, n, p) >= 1 - tail) ?? n };
}

/** The rank (from 1) of the least of n values that bounds the percentile from above; undefined when n is too small. */
export function upperRank(n: number, percentile: number): number | undefined {
  return first(1, n, (r) => binomialCdf(r - 1, n, percentile / 100) >= CONFIDENCE);
}

/** The rank of the largest of n values that bounds the percentile from below; undefined when n is too small. */
export function lowerRank(n: number, percentile: number): number | undefined {
  const beyond = first(1, n + 1, (r) => binomialCdf(r - 1, n, percentile / 100) > 1 - CONFIDENCE) ?? n + 1;
  return beyond > 1 ? beyond - 1 : undefined;
}

/** How many values it takes until the largest bounds the percentile: 299 for the 99th. */
export function valuesNeeded(percentile: number): number {
  return firstFrom(1, LIMIT, (n) => upperRank(n, percentile) !== undefined) ?? Number.POSITIVE_INFINITY;
}

/** How many documents, `count` of them damaged, show that the share is within the budget. */
export function documentsNeeded(budget: number, count = 0): number {
  if (budget <= 0) return Number.POSITIVE_INFINITY;
  const shown = (n: number) => upperBound(count, n) <= budget;
  return firstFrom(count + 1, LIMIT, shown) ?? Number.POSITIVE_INFINITY;
}

/** The most damaged documents among `of` that still show the budget held; undefined when even none would not. */
export function countAllowed(budget: number, of: number): number | undefined {
  const tooMany = first(0, of, (count) => upperBound(count, of) > budget) ?? of + 1;
  return tooMany === 0 ? undefined : tooMany - 1;
}

const LIMIT = 2 ** 30;
