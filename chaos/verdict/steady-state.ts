/** Before anything is armed: does the pipeline do its work at all? The baseline is judged by rules 1 and 3. */
import type { Cohort, Hypothesis } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { freshness } from "./freshness.ts";
import { invariants } from "./invariants.ts";
import { load, quiet } from "./validity.ts";

/**
 * The findings of the baseline that stand against a steady state; empty when the experiment may begin. Nothing is
 * permitted yet, and what cannot be shown is no steady state either.
 */
export function unsteady(baseline: Cohort, { freshness: asked }: Hypothesis): Finding[] {
  const claim: Hypothesis = asked === undefined ? {} : { freshness: asked };
  const findings = [
    load(baseline),
    quiet(baseline.moving),
    ...invariants(baseline.cells, claim),
    freshness(baseline, claim, "largest"),
  ];
  return findings
    .filter(({ outcome }) => outcome !== "held" && outcome !== "not judged")
    .map((finding) => ({ ...finding, rule: "steady state", outcome: "invalid" }));
}
