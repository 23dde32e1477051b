/** Rule 1: what may not happen once. One counter-example refutes; zero is printed with the rate it leaves possible. */
import { noneSeenBound } from "./bounds.ts";
import { type Cells, type Hypothesis, malformed, type Permit, wellFormed } from "./evidence.ts";
import type { Finding, Outcome } from "./finding.ts";
import { count, percent } from "./words.ts";

interface Invariant {
  name: string;
  seen: number;
  among: number;
  permit?: Permit;
}

/** `where` is said of documents that are not the experiment's own, such as those of the recovery. */
export function invariants(cells: Cells, { permits = [] }: Hypothesis, where = ""): Finding[] {
  return inTheCells(cells).map((invariant) => judged(invariant, permits, where));
}

/** Judged only where the experiment claims that each document takes effect once. */
export function singleEffects(cells: Cells, duplicateEffects: number): Finding {
  const among = cells.ok + cells.corrupt + cells.poisonAccepted;
  return judged({ name: "duplicate effects", seen: duplicateEffects, among }, [], "");
}

function inTheCells(cells: Cells): Invariant[] {
  const [good, bad] = [wellFormed(cells), malformed(cells)];
  return [
    { name: "lost", seen: cells.lost, among: good, permit: "lost" },
    { name: "lost evidence", seen: cells.lostEvidence, among: bad, permit: "lost" },
    { name: "poison accepted", seen: cells.poisonAccepted, among: bad, permit: "poison accepted" },
    { name: "corrupt", seen: cells.corrupt, among: cells.ok + cells.corrupt, permit: "corrupt" },
  ];
}

function judged({ name, seen, among, permit }: Invariant, permits: readonly Permit[], where: string): Finding {
  const allowed = permit !== undefined && permits.includes(permit);
  const outcome: Outcome = allowed ? "permitted" : seen > 0 ? "refuted" : among > 0 ? "held" : "not judged";
  const bound = noneSeenBound(among);
  const rate = seen === 0 && among > 0 ? `, rate < ${percent(bound)}` : "";
  return {
    rule: "invariant",
    outcome,
    says: `${name} ${count(seen)} of ${count(among)}${rate}${where}${allowed ? ", permitted here" : ""}`,
    numbers: { invariant: name, seen, among, bound: seen === 0 ? bound : null },
  };
}
