/** Rule 2: collateral damage against its budget, by exact one-sided 95 % Clopper-Pearson bounds. */
import { CONFIDENCE, documentsNeeded, lowerBound, upperBound } from "./bounds.ts";
import { type Cells, DEFAULT_BUDGET, type Hypothesis, wellFormed } from "./evidence.ts";
import { type Finding, finite, type Outcome } from "./finding.ts";
import { firstFrom } from "./search.ts";
import { count, limit, percent } from "./words.ts";

/** `gated`: the quick gate decides what this bound leaves open; damage that is beyond doubt is REFUTED all the same. */
export function budget(cells: Cells, { collateral, permits = [] }: Hypothesis, gated = false): Finding {
  const allowed = collateral?.budget ?? DEFAULT_BUDGET;
  const sample = { damaged: cells.collateral, among: wellFormed(cells) };
  const bounds = { lower: lowerBound(sample.damaged, sample.among), upper: upperBound(sample.damaged, sample.among) };
  const decided = permits.includes("collateral") ? "permitted" : decide(bounds, allowed);
  const outcome = gated && decided === "inconclusive" ? "not judged" : decided;
  const further = furtherDocuments(sample.damaged, sample.among, allowed);
  return {
    rule: "budget",
    outcome,
    says: sentence(outcome, sample, bounds, allowed, further),
    numbers: {
      collateral: sample.damaged,
      wellFormed: sample.among,
      ...bounds,
      budget: allowed,
      confidence: CONFIDENCE,
      furtherClean: finite(further.clean),
      furtherAtThisRate: finite(further.atThisRate),
    },
  };
}

interface Bounds {
  lower: number;
  upper: number;
}

function decide({ lower, upper }: Bounds, allowed: number): "held" | "refuted" | "inconclusive" {
  if (upper <= allowed) return "held";
  return lower > allowed ? "refuted" : "inconclusive";
}

export interface Further {
  /** Further well-formed documents, none of them damaged, after which the budget would be shown to hold. */
  clean: number;
  /** Further well-formed documents, damaged at the rate seen so far, after which it would be decided either way. */
  atThisRate: number;
}

export function furtherDocuments(damaged: number, among: number, allowed: number): Further {
  const rate = among === 0 ? 0 : damaged / among;
  const scaled = (n: number): Bounds => {
    const expected = Math.min(n, Math.round(rate * n));
    return { lower: lowerBound(expected, n), upper: upperBound(expected, n) };
  };
  const decided = firstFrom(Math.max(1, among), LIMIT, (n) => decide(scaled(n), allowed) !== "inconclusive");
  return {
    clean: Math.max(0, documentsNeeded(allowed, damaged) - among),
    atThisRate: decided === undefined ? Number.POSITIVE_INFINITY : decided - among,
  };
}

/** Beyond this many documents nobody would wait, and a rate exactly on the budget is never decided. */
const LIMIT = 2 ** 30;

function sentence(
  outcome: Outcome,
  { damaged, among }: { damaged: number; among: number },
  { lower, upper }: Bounds,
  allowed: number,
  { clean, atThisRate }: Further,
): string {
  const share = among === 0 ? 0 : damaged / among;
  const range = damaged === 0 ? `at most ${percent(upper)}` : `${percent(lower)} to ${percent(upper)}`;
  const seen = `collateral ${count(damaged)} of ${count(among)} (${percent(share)}, 95 % bound ${range})`;
  if (outcome === "permitted") return `${seen}, permitted here`;
  if (outcome === "not judged") return `${seen}, budget ${limit(allowed)}: the quick gate decides`;
  if (outcome !== "inconclusive") return `${seen}, budget ${limit(allowed)}`;
  const rate = Number.isFinite(atThisRate) ? `, ${count(atThisRate)} at this rate would decide` : "";
  const further = `${count(clean)} further well-formed documents without damage would hold it${rate}`;
  return `${seen}, budget ${limit(allowed)}: ${further}`;
}
