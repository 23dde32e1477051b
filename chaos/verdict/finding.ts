/** One thing the rule looked at: what came out, in a sentence and in numbers. */

export type Outcome = "held" | "refuted" | "inconclusive" | "invalid" | "permitted" | "differed" | "not judged";

export type Rule =
  | "steady state"
  | "validity"
  | "efficacy"
  | "stop"
  | "gate"
  | "invariant"
  | "budget"
  | "freshness"
  | "recovery"
  | "signature"
  | "probe";

export interface Finding {
  rule: Rule;
  outcome: Outcome;
  says: string;
  /** The figures behind the sentence. JSON has no infinity: null stands for "never" and "no number would do". */
  numbers: Readonly<Record<string, number | string | null>>;
}

/** A number that JSON can carry. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
