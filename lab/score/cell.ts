import type { Journal } from "../../chaos/journal.ts";
import type { Word } from "../../chaos/verdict/verdict.ts";

/** One run of the matrix: an experiment on a pipeline, with a seed. */
export interface Question {
  /** The name of the flaw; null for the repaired pipeline. */
  readonly flaw: string | null;
  readonly experiment: string;
  readonly seed: number;
  /** At the experiment's own size. */
  readonly full: boolean;
  /** In real time, of a cloud that is served: what functions in one process and unsigned requests cannot show. */
  readonly served?: true;
}

/** What came out. */
export interface Answer extends Question {
  /** Null when the run came to no verdict. */
  readonly verdict: Word | null;
  readonly reasons: readonly string[];
  /** What it says of the flaw. */
  readonly outcome: Outcome;
}

/**
 * - `killed`: the experiment was REFUTED, so it can tell this pipeline from the repaired one
 * - `killed at the baseline`: before anything was disturbed a document was lost or wrong, which the repaired pipeline
 *   never does (docs/decisions/killed-at-the-baseline.md)
 * - `survived`: HELD
 * - `inconclusive`: anything else - no verdict, INVALID, INCONCLUSIVE - tells neither
 */
export type Outcome = "killed" | "killed at the baseline" | "survived" | "inconclusive";

export function answerOf(question: Question, { verdict, failure }: Pick<Journal, "verdict" | "failure">): Answer {
  // What made the baseline fail says more than that it failed.
  const reasons = verdict?.reasons.slice(verdict.noSteadyState ? 1 : 0) ?? [failure ?? "no verdict"];
  return { ...question, verdict: verdict?.verdict ?? null, reasons, outcome: outcomeOf(verdict) };
}

function outcomeOf(verdict: Journal["verdict"]): Outcome {
  if (verdict?.verdict === "REFUTED") return "killed";
  if (verdict?.verdict === "HELD") return "survived";
  return verdict?.noSteadyState && breaksInvariant(verdict) ? "killed at the baseline" : "inconclusive";
}

/** Lateness, load and rest are no counter-examples: a baseline that fails for them tells nothing. */
function breaksInvariant({ findings }: NonNullable<Journal["verdict"]>): boolean {
  return findings.some(({ numbers }) => numbers.invariant !== undefined && Number(numbers.seen) > 0);
}
