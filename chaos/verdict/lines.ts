/**
 * The verdict for people:
 *
 *     REFUTED  slow-transform
 *       because collateral 387 of 3 069 (12.6 %, 95 % bound 11.6 % to 13.6 %), budget 0.1 %
 *       n = 3 100 documents: 3 069 well-formed, 31 malformed
 *       [x] ...                                         one line a finding
 *       objective DLQ / processed <= 1 %: missed (13.5 %)
 *       seed 7   replay: npx chaoslab run slow-transform --seed 7
 */
import type { Finding, Outcome } from "./finding.ts";
import type { Verdict } from "./verdict.ts";
import { count } from "./words.ts";

const MARKS: Record<Outcome, string> = {
  held: "[x]",
  refuted: "[ ]",
  inconclusive: "[?]",
  invalid: "[!]",
  permitted: "[~]",
  differed: "[/]",
  "not judged": "[-]",
};

export function verdictLines(verdict: Verdict): string[] {
  const { documents, objective, seed, replay } = verdict;
  const kinds = `${count(documents.wellFormed)} well-formed, ${count(documents.malformed)} malformed`;
  const repeated = documents.duplicates > 0 ? `, ${count(documents.duplicates)} notifications repeated` : "";
  const body = [
    ...verdict.reasons.map((reason) => `because ${reason}`),
    `n = ${count(documents.n)} documents: ${kinds}${repeated}`,
    ...withEfficacy(verdict).map(line),
    objective.line,
    ...(objective.disagreement === null ? [] : [objective.disagreement]),
    `seed ${seed}   replay: ${replay}`,
  ];
  const gate = verdict.gate === undefined ? "" : ` (${verdict.gate} gate)`;
  return [`${verdict.verdict}  ${verdict.experiment}${gate}`, ...body.map((text) => `  ${text}`)];
}

function line({ rule, outcome, says }: Finding): string {
  return `${MARKS[outcome]} ${rule}: ${says}`;
}

/** Every verdict says how often the fault struck, and a run without one says that. */
function withEfficacy({ findings, noSteadyState }: Verdict): Finding[] {
  if (findings.some(({ rule }) => rule === "efficacy")) return findings;
  const says = noSteadyState ? "nothing was injected" : "no fault was injected, none struck";
  return [...findings, { rule: "efficacy", outcome: "not judged", says, numbers: { struck: 0 } }];
}
