/** The live stop rule, where it was on: it stopped the run, which refutes the claim, or it let it go on. */

import { BREACH } from "./e-process.ts";
import type { StopEvidence } from "./evidence.ts";
import { type Finding, finite } from "./finding.ts";
import { count, limit, plural } from "./words.ts";

/** The e-process may be looked at after every document, so it decides where the bound of a single look might not yet. */
export function stop({ documents, collateral, eValue, budget, stopped }: StopEvidence): Finding {
  const read = `${count(collateral)} of ${plural(documents, "well-formed document")} collateral, budget ${limit(budget)}`;
  const e = Number.isFinite(eValue) ? eValue.toPrecision(3) : "infinite";
  // Below the budget e says how sure it is kept, and nobody asked.
  const within = collateral <= budget * documents;
  const on = `the safety rule let the run go on: ${read}${within ? "" : ` (e = ${e}, ${BREACH} would stop it)`}`;
  return {
    rule: "stop",
    outcome: stopped ? "refuted" : "held",
    says: stopped ? `stopped by the safety rule after ${read} (e = ${e}, ${BREACH} is enough)` : on,
    numbers: { documents, collateral, eValue: finite(eValue), budget },
  };
}
