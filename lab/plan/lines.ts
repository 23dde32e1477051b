import { gatePlanLine, withoutGate } from "../../chaos/verdict/gate.ts";
import { proofLine } from "../../chaos/verdict/plan.ts";
import { count, duration, percent, plural } from "../../chaos/verdict/words.ts";
import type { Cost } from "./cost.ts";
import { lengthOf, type Plan, type PlannedAction, type Undo } from "./plan.ts";
import type { Radius } from "./radius.ts";

/** A plan as a person reads it before a run. */
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
    ...paragraph("phases", phases(plan)),
    ...paragraph("cost", plan.onAws ? costLines(plan.onAws.cost) : ["none: AWS has no switch for what it disturbs"]),
    ...paragraph("reaches", radiusLines(plan.radius)),
  ];
}

/** The same with everything that a run on AWS asks for. */
export function wholePlanLines(plan: Plan): string[] {
  return [...planLines(plan), ...(plan.onAws ? paragraph("calls", callLines(plan)) : [])];
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

function actionLines({ name, provider, undo, inForce, reach, disturbs }: PlannedAction): string[] {
  const head = `${name}: ${provider}`;
  if (inForce === undefined || !reach) return [head, ...disturbance(disturbs), undoLine(undo)];
  const attempts = `${reach.attempts} of ${plural(reach.of, "attempt")} of a document`;
  const every = `every attempt of ${percent(reach.every)} of documents`;
  const force = `in force for ${duration(inForce)}: reaches up to ${attempts}, ${every}`;
  return [head, force, ...disturbance(disturbs), undoLine(undo)];
}

function disturbance(disturbs: PlannedAction["disturbs"]): string[] {
  if (!disturbs) return [];
  const { resource, others } = disturbs;
  return [`disturbs ${resource}`, ...(others ? [`touches, besides: ${others}`] : [])];
}

const EXPIRY = {
  configuration: "expires by itself, by a date in the configuration",
  policy: "expires by itself, by a date in the policy",
  none: "does not expire by itself: a run that is killed leaves it to chaoslab undo",
};

function undoLine(undo: Undo): string {
  if (undo.by === "nothing") return "undone: there is nothing to undo";
  if (undo.by === "lifting")
    return "undone: taken away; the embedded cloud itself ends it a minute after the planned time";
  return `undone: ${undo.resource} is restored as it was, and read back; ${EXPIRY[undo.expiry]}`;
}

function phases({ phases, onAws, documents }: Plan): string[] {
  const { baseline, method, rollback, recovery, settling } = phases;
  const sure = `method ${duration(method)}, rollback ${duration(rollback)}, recovery ${duration(recovery)}`;
  const each = `baseline about ${duration(baseline)}, ${sure}, settling at most ${duration(settling)}`;
  const whole = `some ${count(lengthOf(phases) / 60_000)} minutes`;
  const yours = `some ${count(Math.max(1, ((documents + 600) * PER_DOCUMENT) / 1000))} s of this machine's`;
  const simulated = `in the simulation the same on its virtual clock, in ${yours}`;
  return [each, onAws ? `on AWS in real time, ${whole}; ${simulated}` : simulated];
}

/** What a document takes in the simulation on the machine that this was measured on. Milliseconds. */
const PER_DOCUMENT = 1.5;

function costLines({ currency, region, lookedUp, usual, most, assumptions, leftOut }: Cost): string[] {
  const bound =
    most > usual ? `; at most ${money(currency, most)}, if every attempt that a fault reaches fails late` : "";
  return [
    `about ${money(currency, usual)} on AWS${bound}`,
    ...assumptions,
    `prices of ${region}, looked up ${lookedUp}; left out: ${leftOut.slice(0, 3).join(", ")},`,
    `${leftOut.slice(3).join(", ")}`,
  ];
}

/** Two digits that count, for sums that are cents. */
function money(currency: string, amount: number): string {
  return `${currency} ${amount >= 1 ? amount.toFixed(2) : Number(amount.toPrecision(2))}`;
}

function radiusLines({ stack, concurrency, perSecond, leaves }: Radius): string[] {
  return [
    `${stack}, and in it only what is named here`,
    `takes up to ${plural(concurrency, "concurrent execution")} of the account's, at ${perSecond}/s`,
    `leaves ${plural(leaves.objects, "object")} in ${leaves.bucket} and ${plural(leaves.deadLetters, "dead letter")} in ${leaves.queue}`,
  ];
}

/** A line for each operation and resource; who asks stands where it changes. */
function callLines({ onAws }: Plan): string[] {
  const { calls, undeclared } = onAws!;
  const width = Math.max(...calls.map(({ operation }) => operation.length));
  const lines = calls.map(({ by, operation, action, resource, only, spare }, i) => {
    const who = (calls[i - 1]?.by === by ? "" : by).padEnd(10);
    const notes = [
      ...(action === null ? ["takes no right"] : action === operation ? [] : [`takes ${action}`]),
      ...(only ? [`only ${only}`] : []),
      ...(spare ? [`not in the policy: without it ${spare}`] : []),
    ];
    return `${who}  ${operation.padEnd(width)}  ${resource}${notes.length > 0 ? `  (${notes.join("; ")})` : ""}`;
  });
  const silent = undeclared.map((name) => `${name} does not say what it calls: its rights are missing in the policy`);
  return [...lines, ...silent, "as a policy for whoever runs it: chaoslab plan ... --policy"];
}

/** A word in the margin, and what it is about beside it. */
function paragraph(word: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => `  ${(i === 0 ? word : "").padEnd(10)}  ${line}`);
}
