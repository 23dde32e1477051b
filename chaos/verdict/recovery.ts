/**
 * Rule 4: is the pipeline itself again soon after the rollback? Documents published from the confirmed rollback on may
 * be late only while the time for recovery has not run out:
 *
 *     deadline of a document = the later of  accepted + freshness limit   and   rollback confirmed + recovery limit
 */
import type { Hypothesis, RecoveryEvidence } from "./evidence.ts";
import { type Finding, finite } from "./finding.ts";
import { invariants } from "./invariants.ts";
import { quantileBound, within } from "./quantile.ts";
import { beside, count, durationLimit } from "./words.ts";

const PERCENTILE = 99;

/** The cohort's invariants count as much as the experiment's own; its documents are not in n. */
export function recovery(evidence: RecoveryEvidence | undefined, hypothesis: Hypothesis, early = false): Finding[] {
  const damage = evidence === undefined ? [] : invariants(evidence.cells, hypothesis, ", after the rollback");
  return [...damage.filter(({ outcome }) => outcome === "refuted"), speed(evidence, hypothesis, early)];
}

function speed(evidence: RecoveryEvidence | undefined, { recovery: asked, freshness }: Hypothesis, early: boolean) {
  if (asked === undefined) return finding("not judged", "recovery was not asked for");
  if (evidence === undefined && early) return finding("not judged", "nothing was published after the rollback");
  if (evidence === undefined) return finding("inconclusive", "no documents were published after the rollback");
  const limit = freshness?.within ?? asked.within;
  const percentile = freshness?.percentile ?? PERCENTILE;
  const excess = evidence.documents.map((document) => {
    const deadline = Math.max(document.acceptedAt + limit, evidence.rollbackConfirmedAt + asked.within);
    return (document.settledAt ?? Number.POSITIVE_INFINITY) - deadline;
  });
  const outcome = within(quantileBound(excess, percentile), 0, "largest");
  const late = excess.filter((beyond) => beyond > 0).length;
  const recovered = recoveredAfter(evidence, limit);
  const says = `fresh again ${beside(asked.within, recovered)} after the rollback, limit ${durationLimit(asked.within)}; `;
  const missed = `${count(late)} of ${count(excess.length)} documents missed it`;
  return {
    ...finding(outcome, says + missed),
    numbers: { n: excess.length, late, recoveredAfter: finite(recovered), within: asked.within },
  };
}

/** When the last document that was not fresh had arrived; 0 when all were fresh. */
function recoveredAfter({ rollbackConfirmedAt, documents }: RecoveryEvidence, limit: number): number {
  const late = documents
    .map(({ acceptedAt, settledAt }) => ({ acceptedAt, settledAt: settledAt ?? Number.POSITIVE_INFINITY }))
    .filter(({ acceptedAt, settledAt }) => settledAt - acceptedAt > limit);
  return late.reduce((latest, { settledAt }) => Math.max(latest, settledAt - rollbackConfirmedAt), 0);
}

function finding(outcome: Finding["outcome"], says: string): Finding {
  return { rule: "recovery", outcome, says, numbers: {} };
}
