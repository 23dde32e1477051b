/** Rule 3: how long the well-formed documents took. Malformed ones have a line of their own that decides nothing. */
import { valuesNeeded } from "./bounds.ts";
import type { Cells, Hypothesis } from "./evidence.ts";
import { type Finding, finite, type Outcome } from "./finding.ts";
import { confidenceOfLargest, type QuantileBound, quantileBound, within } from "./quantile.ts";
import { beside, count, duration, durationLimit, percent } from "./words.ts";

export interface Sample {
  cells: Cells;
  freshness: readonly number[];
}

export function freshness(
  { cells, freshness: times }: Sample,
  hypothesis: Hypothesis,
  small: "open" | "largest" = "open",
): Finding {
  if (hypothesis.freshness === undefined) return notJudged("the hypothesis asks for no freshness");
  const { percentile, within: limit } = hypothesis.freshness;
  const bound = quantileBound([...times, ...never(cells.lost)], percentile);
  const outcome = within(bound, limit, small);
  return {
    rule: "freshness",
    outcome,
    says: sentence(bound, percentile, limit, outcome, small),
    numbers: {
      percentile,
      within: limit,
      n: bound.n,
      rank: bound.rank,
      upper: finite(bound.upper),
      lower: finite(bound.lower),
      estimate: finite(bound.estimate),
    },
  };
}

/** What dead-lettering took, for documents that were meant to end there. */
export function malformedFreshness(times: readonly number[]): Finding {
  const { estimate, n } = quantileBound(times, 99);
  const took =
    n === 0 ? "no malformed document was dead-lettered" : `p99 ${duration(estimate)} of ${count(n)} malformed`;
  return { ...notJudged(`${took}; spends nothing`), numbers: { n, estimate: finite(estimate) } };
}

/** A lost document is infinitely late. */
function never(lost: number): number[] {
  return new Array<number>(lost).fill(Number.POSITIVE_INFINITY);
}

function sentence(bound: QuantileBound, percentile: number, limit: number, outcome: Outcome, small: string): string {
  const { n, rank, upper, estimate } = bound;
  const at = durationLimit(limit);
  const seen = `p${percentile} of ${count(n)} well-formed is ${beside(limit, estimate)}`;
  if (outcome === "refuted") return `${seen}, above ${beside(limit, bound.lower)} at 95 %, limit ${at}`;
  if (rank === null && small === "open")
    return `${seen}, too few to bound: ${count(valuesNeeded(percentile))} are needed`;
  const which =
    rank === null ? `the largest, at ${percent(confidenceOfLargest(n, percentile))}` : `value ${count(rank)}, at 95 %`;
  return `${seen}, bound ${beside(limit, upper)} (${which}), limit ${at}`;
}

function notJudged(says: string): Finding {
  return { rule: "freshness", outcome: "not judged", says, numbers: {} };
}
