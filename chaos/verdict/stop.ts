/** The live stop rule, where it was on: it stopped the run, which refutes the claim, or it let it go on. */

import { BREACH } from "./e-process.ts";
import type { StopEvidence } from "./evidence.ts";
import { type Finding, finite } from "./finding.ts";
import { count, limit, plural } from "./words.ts";

/** The e-process may be looked at after every document, so it decides where the bound of a single look might not yet. */
export function stop({ documents, collateral, eValue, budget, stopped }: StopEvidence): Finding {
  const e = Number.isFinite(eValue) ? `e = ${eValue.toPrecision(3)}` : "e without end";
  const read = `${count(collateral)} of ${plural(documents, "well-formed document")} collateral`;
  const after = `stopped by the safety rule after ${read}, budget ${limit(budget)} (${e}, ${BREACH} is enough)`;
  const on = `the safety rule let the run go on: ${read} in order of publication (${e}, ${BREACH} would stop it)`;
  return {
    rule: "stop",
    outcome: stopped ? "refuted" : "held",
    says: stopped ? after : on,
    numbers: { documents, collateral, eValue: finite(eValue), budget },
  };
}
