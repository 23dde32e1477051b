import type { Journal } from "../../chaos/journal.ts";
import type { Finding } from "../../chaos/verdict/finding.ts";

/** The findings that a report shows: the verdict's, or none where the run ended before anybody judged. */
export function findingsOf({ verdict }: Journal): readonly Finding[] {
  return verdict?.findings ?? [];
}

/** What a finding is about, in words that the next run uses as well: its numbers are left out. */
export function subjectOf({ rule, says, numbers }: Finding, { experiment }: Journal): string {
  if (rule === "steady state") return `baseline: ${aboutCohort(numbers, says)}`;
  if (rule === "invariant")
    return `${aboutCohort(numbers, says)}${says.includes("after the rollback") ? " after the rollback" : ""}`;
  if (rule === "efficacy") return `${numbers.fault} bit`;
  if (rule === "budget") return "collateral is within its budget";
  if (rule === "gate") return "collateral is the budget rather than ten times as much";
  if (rule === "freshness") return "within" in numbers ? aboutCohort(numbers, says) : freshnessOf(numbers);
  if (rule === "recovery") return "fresh again after the rollback";
  if (rule === "validity") return aboutCohort(numbers, says);
  if (rule === "stop") return "the safety rule let the run go on";
  const names = experiment.steady_state_hypothesis.probes.map(({ name }) => name);
  return names.find((name) => says.startsWith(`${name}: `)) ?? "a probe";
}

function freshnessOf(numbers: Finding["numbers"]): string {
  return "n" in numbers ? "malformed documents" : "freshness";
}

function aboutCohort(numbers: Finding["numbers"], says: string): string {
  if ("invariant" in numbers) return `no document is ${INVARIANTS[String(numbers.invariant)] ?? numbers.invariant}`;
  if ("within" in numbers) return "well-formed documents are fresh";
  if ("planned" in numbers) return "the load arrived";
  if ("moving" in numbers) return "the pipeline is quiet";
  return "consumer" in numbers ? "nobody else took messages" : says;
}

const INVARIANTS: Readonly<Record<string, string>> = {
  "lost evidence": "malformed and lost",
  "poison accepted": "malformed and accepted",
  "duplicate effects": "worked on twice",
};
