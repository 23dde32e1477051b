/**
 * The rule that turns evidence into a verdict.
 *
 *     baseline -> 0 validity -> stop rule, 1 invariants -> 2 budget or gate -> 3 freshness -> 4 recovery -> probes
 *     no steady   INVALID       REFUTED                    REFUTED or INCONCLUSIVE                         ... or INCONCLUSIVE
 *
 * Every rule is looked at and reported, and beside them the signature, which decides nothing. The first of INVALID, REFUTED, INCONCLUSIVE that any says is the verdict.
 */
import { budget } from "./budget.ts";
import { type Evidence, endedEarly, type Hypothesis, malformed, type ProbeEvidence, wellFormed } from "./evidence.ts";
import { exitCode } from "./exit-codes.ts";
import type { Finding, Outcome } from "./finding.ts";
import { freshness, malformedFreshness } from "./freshness.ts";
import { gate } from "./gate.ts";
import { invariants, singleEffects } from "./invariants.ts";
import { disagreement, objective, objectiveLine } from "./objective.ts";
import { recovery } from "./recovery.ts";
import { signature } from "./signature.ts";
import { unsteady } from "./steady-state.ts";
import { stop } from "./stop.ts";
import { validity } from "./validity.ts";
import type { Verdict, Word } from "./verdict.ts";

/** Judges a settled run. Pure: the same evidence gives the same verdict, byte for byte. */
export function judge(evidence: Evidence, hypothesis: Hypothesis): Verdict {
  const shaky = evidence.baseline === undefined ? [] : unsteady(evidence.baseline, hypothesis);
  const findings = shaky.length > 0 ? shaky : examine(evidence, hypothesis);
  const [verdict, outcome] = word(findings);
  const noSteadyState = shaky.length > 0;
  const stoppedEarly = evidence.stop?.stopped === true;
  return {
    verdict,
    reasons: [...(noSteadyState ? ["no steady state"] : []), ...deciding(findings, outcome)],
    experiment: evidence.experiment,
    seed: evidence.seed,
    replay: evidence.replay,
    documents: documents(evidence),
    findings,
    objective: compared(evidence, findings),
    stoppedEarly,
    ...(evidence.gate && { gate: "quick" as const }),
    noSteadyState,
    exitCode: exitCode({ verdict, stoppedEarly, noSteadyState }),
  };
}

function examine(evidence: Evidence, hypothesis: Hypothesis): Finding[] {
  return [
    ...validity(evidence),
    ...(evidence.stop ? [stop(evidence.stop)] : []),
    ...invariants(evidence.cells, hypothesis),
    ...(hypothesis.exactlyOnce === true ? [singleEffects(evidence.cells, evidence.duplicateEffects)] : []),
    ...(evidence.gate ? [gate(evidence.gate)] : []),
    budget(evidence.cells, hypothesis, evidence.gate !== undefined),
    freshness(evidence, hypothesis),
    malformedFreshness(evidence.malformedFreshness ?? []),
    ...recovery(evidence.recovery, hypothesis, endedEarly(evidence)),
    ...evidence.probes.map(probe),
    ...(evidence.signature ?? []).map(signature),
  ];
}

const WORDS: readonly (readonly [Word, Outcome])[] = [
  ["INVALID", "invalid"],
  ["REFUTED", "refuted"],
  ["INCONCLUSIVE", "inconclusive"],
];

function word(findings: readonly Finding[]): readonly [Word, Outcome] {
  return WORDS.find(([, outcome]) => findings.some((finding) => finding.outcome === outcome)) ?? ["HELD", "held"];
}

/** What decided. For HELD: the claims that were shown, or where all else is permitted, that nothing went missing. */
function deciding(findings: readonly Finding[], outcome: Outcome): string[] {
  const decisive = findings.filter((finding) => finding.outcome === outcome);
  if (outcome !== "held") return decisive.map(({ says }) => says);
  const claims = decisive.filter(({ rule }) => CLAIMS.includes(rule));
  return (claims.length > 0 ? claims : decisive.filter(({ rule }) => rule === "invariant")).map(({ says }) => says);
}

const CLAIMS: readonly Finding["rule"][] = ["gate", "budget", "freshness", "recovery", "probe"];

/** No data is no data: a probe that could not be measured decides nothing, in either direction. */
function probe({ name, held, says }: ProbeEvidence): Finding {
  const outcome = held === null ? "inconclusive" : held ? "held" : "refuted";
  return { rule: "probe", outcome, says: `${name}: ${says}`, numbers: {} };
}

function documents({ cells, duplicates }: Evidence): Verdict["documents"] {
  const [good, bad] = [wellFormed(cells), malformed(cells)];
  return { n: good + bad, wellFormed: good, malformed: bad, duplicates, cells };
}

function compared({ cells }: Evidence, findings: readonly Finding[]): Verdict["objective"] {
  const counted = objective(cells);
  return { ...counted, line: objectiveLine(counted), disagreement: disagreement(counted, cells, findings) };
}
