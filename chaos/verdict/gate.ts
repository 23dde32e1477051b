/**
 * The quick gate (`--gate quick`): a sequential test that takes the place of the budget's bound and ends the run as soon as it
 * has decided. It tells the budget from ten times as much, and proves less than a full run does.
 */
import { DEFAULT_BUDGET, type GateEvidence, type Hypothesis } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { ERROR, type Hypotheses, Sprt } from "./sprt.ts";
import { count, limit, plural } from "./words.ts";

/** How much more than the budget must not pass. */
const WORSE = 10;
/** Ten times as much as that is half of all documents; a quick gate is for budgets that are small. */
const LARGEST_BUDGET = 0.05;

/** The two shares that the gate tells apart; undefined where there is no budget to test, or it has no tenfold. */
export function hypotheses({ collateral, permits = [] }: Hypothesis): Hypotheses | undefined {
  const accepts = collateral?.budget ?? DEFAULT_BUDGET;
  if (permits.includes("collateral") || accepts <= 0 || accepts > LARGEST_BUDGET) return undefined;
  return { accepts, refuses: accepts * WORSE };
}

/** Why the gate does not apply, for a person. */
export function withoutGate({ permits = [] }: Hypothesis): string {
  const why = permits.includes("collateral") ? "collateral damage is permitted here" : "the budget has no tenfold";
  return `quick: ${why}, so there is nothing to gate and the run goes on to its end`;
}

/** What the gate will tell apart, and how many documents without damage it takes. */
export function gatePlan(hypothesis: Hypothesis): GatePlan | undefined {
  const shares = hypotheses(hypothesis);
  return shares && { ...shares, clean: new Sprt(shares).furtherClean };
}

export interface GatePlan extends Hypotheses {
  readonly clean: number;
}

export function gatePlanLine({ accepts, refuses, clean }: GatePlan): string {
  const shares = `at most ${limit(accepts)} from ${limit(refuses)} or more`;
  return `quick: tells ${shares}, wrong at most once in ${count(1 / ERROR)}; ${count(clean)} documents without damage hold it`;
}

export function gate(evidence: GateEvidence): Finding {
  const { documents, collateral, accepts, refuses, ratio, furtherClean, decision } = evidence;
  const read = `${count(collateral)} collateral in ${plural(documents, "document")}`;
  const [less, more] = [`at most ${limit(accepts)}`, `${limit(refuses)} or more`];
  const errs = `, wrong at most once in ${count(1 / ERROR)}`;
  const says = {
    accepted: `${read} show ${less} rather than ${more}${errs}`,
    refused: `${read} show more than ${limit(accepts)}, rather ${more}${errs}`,
    undecided: `${read} tell ${less} not from ${more}: ${count(furtherClean)} further ones without damage would`,
  };
  return {
    rule: "gate",
    outcome: ({ accepted: "held", refused: "refuted", undecided: "inconclusive" } as const)[decision],
    says: says[decision],
    numbers: { documents, collateral, accepts, refuses, ratio, furtherClean },
  };
}
