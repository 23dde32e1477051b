/**
 * The owners' own words for "good enough": no more than one document in a hundred needs a human. It counts malformed
 * documents like any other, so it is printed beside the verdict and decides nothing.
 */
import { type Cells, OBJECTIVE } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { count, limit, percent } from "./words.ts";

export interface Objective {
  deadLettered: number;
  /** Every document that reached an end: delivered or dead-lettered. */
  processed: number;
  limit: number;
  /** Null when nothing was processed: no data is no data. */
  met: boolean | null;
}

export function objective({ ok, corrupt, collateral, poisonAccepted, intended }: Cells): Objective {
  const deadLettered = collateral + intended;
  const processed = ok + corrupt + poisonAccepted + deadLettered;
  // Compared by whole numbers: 31 of 3 100 is exactly 1 %, whatever a division would round it to.
  const met = processed === 0 ? null : deadLettered * Math.round(1 / OBJECTIVE) <= processed;
  return { deadLettered, processed, limit: OBJECTIVE, met };
}

export function objectiveLine({ deadLettered, processed, limit: most, met }: Objective): string {
  const claim = `objective DLQ / processed <= ${limit(most)}`;
  if (met === null) return `${claim}: not measured (nothing was processed)`;
  return `${claim}: ${met ? "met" : "missed"} (${percent(deadLettered / processed)})`;
}

/** One sentence where the objective and the verdict would be quoted against each other, else null. */
export function disagreement(
  { deadLettered, met }: Objective,
  cells: Cells,
  findings: readonly Finding[],
): string | null {
  const outcomes = new Set(findings.map(({ outcome }) => outcome));
  if (outcomes.has("invalid")) return null;
  if (outcomes.has("refuted")) return met === true ? metAndRefuted(findings) : null;
  if (outcomes.has("inconclusive") || met !== false) return null;
  const intended = `${count(cells.intended)} of the ${count(deadLettered)} dead letters were malformed on purpose`;
  const rest =
    cells.collateral === 0
      ? "no well-formed document was dead-lettered"
      : "the others are within what the claim allows";
  return `The objective is missed and the claim still holds: ${intended}, and ${rest}.`;
}

/** What refutes by collateral damage alone. */
const SPENT: readonly Finding["rule"][] = ["budget", "gate", "stop"];

function metAndRefuted(findings: readonly Finding[]): string {
  const byBudget = findings.some(({ rule, outcome }) => SPENT.includes(rule) && outcome === "refuted");
  const why = byBudget ? "it allows more than the budget does" : "it counts dead letters, and other things went wrong";
  return `The objective is met and the claim is refuted all the same: ${why}.`;
}
