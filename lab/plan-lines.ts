import { gatePlanLine, withoutGate } from "../chaos/verdict/gate.ts";
import { proofLine } from "../chaos/verdict/plan.ts";
import { count, duration, percent, plural } from "../chaos/verdict/words.ts";
import type { Plan, PlannedAction, Undo } from "./plan.ts";

/** A plan as a person reads it. */
export function planLines(plan: Plan): string[] {
  return [
    `${plan.experiment}: ${plan.title}`,
    ...paragraph("documents", documents(plan)),
    ...paragraph("proof", proof(plan)),
    ...paragraph("gate", gate(plan)),
    ...paragraph("stop rule", plan.stopRule ? [STOP_RULE] : []),
    ...paragraph("retries", [
      `${plan.stack.retries}, over ${duration(plan.retryCover)}; timeout ${duration(plan.stack.timeoutSeconds * 1000)}`,
    ]),
    ...plan.actions.flatMap((action) => paragraph("action", actionLines(action))),
    ...plan.rollbacks.flatMap(({ name, provider }) => paragraph("rollback", [`${name}: ${provider}`])),
    ...paragraph("phases", [phases(plan)]),
  ];
}

function documents({ documents, malformed, perSecond, publishing }: Plan): string[] {
  const [kinds, rate] = [`${count(malformed)} malformed`, `at ${perSecond}/s for ${duration(publishing)}`];
  const all = `${count(documents)} ${rate}, ${kinds}; 300 before and 300 after`;
  return malformed > 0 ? [all] : [all, "none malformed: dead-lettering is not exercised"];
}

function proof({ proof, gate, freshness, canHold, documents, malformed }: Plan): string[] {
  const lines = gate ? [] : [proof ? proofLine(proof) : "collateral damage is permitted here, so it spends no budget"];
  if (freshness) {
    const { percentile, within, needed } = freshness;
    const claim = `p${percentile} within ${duration(within)} takes ${plural(needed, "well-formed document")} to show`;
    lines.push(documents - malformed < needed ? `${claim}: too few` : claim);
  }
  if (!canHold) {
    lines.push("nothing is proven by so few: a run may refute the claim, but without any damage it is INCONCLUSIVE");
  }
  return lines;
}

function gate({ gate, proof }: Plan): string[] {
  if (gate === undefined) return [];
  return gate ? [gatePlanLine(gate)] : [withoutGate(proof === undefined ? { permits: ["collateral"] } : {})];
}

const STOP_RULE =
  "damage that is beyond doubt more than the budget ends the run, and what is changed is restored at once";

function actionLines({ name, provider, undo, inForce, reach }: PlannedAction): string[] {
  const head = `${name}: ${provider}`;
  if (inForce === undefined || !reach) return [head, undoLine(undo)];
  const attempts = `${reach.attempts} of ${plural(reach.of, "attempt")} of a document`;
  const every = `every attempt of ${percent(reach.every)} of documents`;
  return [head, `in force for ${duration(inForce)}: reaches up to ${attempts}, ${every}`, undoLine(undo)];
}

const EXPIRY = {
  configuration: "expires by itself, by a date in the configuration",
  policy: "expires by itself, by a date in the policy",
  none: "does not expire by itself",
};

function undoLine(undo: Undo): string {
  if (undo.by === "nothing") return "undone: there is nothing to undo";
  if (undo.by === "lifting")
    return "undone: taken away; the embedded cloud itself ends it a minute after the planned time";
  return `undone: ${undo.resource} is restored as it was, and read back; ${EXPIRY[undo.expiry]}`;
}

function phases({ phases: { baseline, method, rollback, recovery, settling } }: Plan): string {
  const sure = `method ${duration(method)}, rollback ${duration(rollback)}, recovery ${duration(recovery)}`;
  return `baseline about ${duration(baseline)}, ${sure}, settling at most ${duration(settling)}`;
}

/** A word in the margin, and what it is about beside it. */
function paragraph(word: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `  ${(i === 0 ? word : "").padEnd(10)}  ${line}`);
}
