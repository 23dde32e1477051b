import { SIDE_COHORT } from "../chaos/cohorts.ts";
import type { Action, Experiment } from "../chaos/experiment.ts";
import type { Tests } from "../chaos/oversight.ts";
import { plannedTime } from "../chaos/script.ts";
import { valuesNeeded } from "../chaos/verdict/bounds.ts";
import { DEFAULT_BUDGET } from "../chaos/verdict/evidence.ts";
import { type GatePlan, gatePlan } from "../chaos/verdict/gate.ts";
import {
  faultReach,
  type Proof,
  proof,
  type Reach,
  retryCover,
  settleDeadline,
  windowToSpendRetries,
} from "../chaos/verdict/plan.ts";
import { Documents } from "../drivers/documents.ts";
import { scheduleOf } from "../drivers/schedule.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { paperPipeline } from "./paper-pipeline.ts";
import { loadOf, optionsOf, type RunRequest, testsOf } from "./request.ts";
import type { StackTimes } from "./stage.ts";

/**
 * What a run would publish, prove, disturb and undo, and how long each phase would take. Times are milliseconds of the
 * run's own time.
 *
 *     baseline -> method ----------------> rollback -> recovery -> settling
 *                 faults: |--- in force ---|
 *                 documents: |--- publishing ---|
 */
export interface Plan {
  readonly experiment: string;
  readonly title: string;
  readonly documents: number;
  readonly malformed: number;
  readonly perSecond: number;
  readonly publishing: number;
  readonly stack: Pick<StackTimes, "retries" | "timeoutSeconds">;
  readonly retryCover: number;
  /** Absent where the experiment permits collateral damage: then there is no budget to keep. */
  readonly proof?: Proof;
  /** Where the quick gate was asked for: what it tells apart; null where it has no budget to test. */
  readonly gate?: GatePlan | null;
  /** Whether damage beyond the budget stops the run. */
  readonly stopRule: boolean;
  readonly freshness?: { readonly percentile: number; readonly within: number; readonly needed: number };
  /** Whether the documents could show that the claim holds; if not, the best verdict is INCONCLUSIVE. */
  readonly canHold: boolean;
  readonly actions: readonly PlannedAction[];
  readonly rollbacks: readonly { readonly name: string; readonly provider: string }[];
  readonly phases: Readonly<Record<"baseline" | "method" | "rollback" | "recovery" | "settling", number>>;
}

export interface PlannedAction {
  readonly name: string;
  readonly provider: string;
  readonly undo: Undo;
  /** Of a fault: how long it is in force, and what it reaches meanwhile. */
  readonly inForce?: number;
  readonly reach?: Reach;
}

export type Undo =
  | { readonly by: "restore"; readonly resource: string; readonly expiry: "configuration" | "policy" | "none" }
  | { readonly by: "lifting" }
  | { readonly by: "nothing" };

/** `stack`: the settings of the stack that the run will meet; those that the request asks for, if nothing is said. */
export function planOf(
  entry: CatalogueEntry,
  request: RunRequest,
  stack: StackTimes = optionsOf(request),
  tests: Tests = testsOf(request, "sim"),
): Plan {
  const experiment = entry.write(paperPipeline);
  const load = loadOf(experiment.load, request);
  const { documents, perSecond } = load;
  const malformed = new Documents({ seed: request.seed, run: "plan", load }).malformedCount(documents);
  const publishing = scheduleOf(load)(documents - 1) + 1000 / perSecond;
  const { retries, timeoutSeconds, eventAgeSeconds } = stack;
  const pipeline = {
    timeout: timeoutSeconds * 1000,
    retries: { retries, maximumEventAge: eventAgeSeconds * 1000 },
  };
  return {
    ...{ experiment: entry.name, title: experiment.title, documents, malformed, perSecond, publishing },
    stack: { retries, timeoutSeconds },
    retryCover: retryCover(pipeline.retries),
    ...claimsOf(experiment.steadyStateHypothesis, documents - malformed, tests),
    actions: actionsOf(experiment.method, publishing, pipeline),
    rollbacks: experiment.rollbacks.map(({ name, provider }) => ({ name, provider: provider.name })),
    phases: phasesOf(experiment, { perSecond, publishing }, pipeline),
  };
}

type Pipeline = Pick<Parameters<typeof settleDeadline>[0], "timeout"> & {
  readonly retries: { readonly retries: number; readonly maximumEventAge: number };
};

function claimsOf(hypothesis: Experiment["steadyStateHypothesis"], wellFormed: number, { gate, stopRule }: Tests) {
  const { collateral, permits = [], freshness } = hypothesis;
  const budget = permits.includes("collateral") ? undefined : proof(wellFormed, collateral?.budget ?? DEFAULT_BUDGET);
  const gated = gate && (gatePlan(hypothesis) ?? null);
  const fresh = freshness && { ...freshness, needed: valuesNeeded(freshness.percentile) };
  return {
    ...(budget && { proof: budget }),
    ...(fresh && { freshness: fresh }),
    ...(gated !== undefined && { gate: gated }),
    stopRule: stopRule === true && budget !== undefined,
    canHold: (gated ? wellFormed >= gated.clean : budget?.allowed !== null) && !(fresh && wellFormed < fresh.needed),
  };
}

/** Documents start when the first action is in force, or at once if it waits; faults end together, at the rollback. */
function actionsOf(method: readonly Action[], publishing: number, { retries }: Pipeline): PlannedAction[] {
  const until = plannedTime(method);
  const from = method.map(({ pauses, provider }, i) => {
    return plannedTime(method.slice(0, i)) + (pauses.before ?? 0) + (provider.spreads ?? 0);
  });
  const begin = (method[0]?.pauses.before ?? 0) > 0 ? 0 : (from[0] ?? 0);
  const documents = { from: begin, until: begin + publishing };
  return method.map(({ name, provider }, i) => {
    const action = { name, provider: provider.name, undo: undoOf(provider) };
    if (provider.work) return action;
    const fault = { from: from[i]!, until };
    return { ...action, inForce: until - from[i]!, reach: faultReach(fault, documents, retries) };
  });
}

function undoOf({ lease, local }: Action["provider"]): Undo {
  if (lease) return { by: "restore", resource: lease.resource, expiry: lease.expiry };
  return { by: local ? "lifting" : "nothing" };
}

/** Baseline and recovery publish cohorts of their own; the baseline's malformed documents take all their attempts. */
function phasesOf(
  { method, rollbacks }: Experiment,
  { perSecond, publishing }: { perSecond: number; publishing: number },
  { timeout, retries }: Pipeline,
): Plan["phases"] {
  const aside = (SIDE_COHORT.documents / perSecond) * 1000;
  const faulty = method.length === 0 ? publishing : plannedTime(method);
  const rollback = Math.max(0, ...[...method, ...rollbacks].map(({ provider }) => provider.spreads ?? 0));
  return {
    baseline: windowToSpendRetries(aside, timeout, retries),
    method: faulty,
    rollback,
    recovery: Math.max(aside, publishing - faulty - rollback),
    settling: settleDeadline({
      ...{ lastPublishAt: 0, rollbackConfirmedAt: 0, timeout, retries },
      ...{ throttled: false, backlog: 0, subscriberPerSecond: Number.POSITIVE_INFINITY },
    }),
  };
}
