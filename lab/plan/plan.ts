import { arnOf, type Place } from "../../chaos/call.ts";
import { SIDE_COHORT } from "../../chaos/cohorts.ts";
import type { Action, Experiment } from "../../chaos/experiment.ts";
import type { Lease } from "../../chaos/lease.ts";
import type { Tests } from "../../chaos/oversight.ts";
import { plannedTime } from "../../chaos/script.ts";
import { valuesNeeded } from "../../chaos/verdict/bounds.ts";
import { DEFAULT_BUDGET } from "../../chaos/verdict/evidence.ts";
import { type GatePlan, gatePlan } from "../../chaos/verdict/gate.ts";
import {
  faultReach,
  type Proof,
  proof,
  type Reach,
  retryCover,
  settleDeadline,
  windowToSpendRetries,
} from "../../chaos/verdict/plan.ts";
import { Documents } from "../../drivers/documents.ts";
import { scheduleOf } from "../../drivers/schedule.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { CatalogueEntry } from "../catalogue.ts";
import { loadOf, optionsOf, type RunRequest, testsOf } from "../request.ts";
import type { StackTimes } from "../stage.ts";
import { callsOf, type PlannedCalls } from "./calls.ts";
import { type Cost, costOf } from "./cost.ts";
import { plannedPipeline } from "./pipeline.ts";
import { type Policy, policyOf } from "./policy.ts";
import { type Radius, radiusOf } from "./radius.ts";

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
  readonly radius: Radius;
  /** Absent where AWS has no switch for what the experiment disturbs. */
  readonly onAws?: OnAws;
}

/** What a run on AWS asks for. */
export interface OnAws extends PlannedCalls {
  readonly cost: Cost;
  /** For whoever runs it: these rights and no others. */
  readonly policy: Policy;
}

export interface PlannedAction {
  readonly name: string;
  readonly provider: string;
  readonly undo: Undo;
  /** What it changes, and whom that touches besides the run. */
  readonly disturbs?: { readonly resource: string; readonly others?: string };
  /** Of a fault: how long it is in force, and what it reaches meanwhile. */
  readonly inForce?: number;
  readonly reach?: Reach;
}

export type Undo =
  | { readonly by: "restore"; readonly resource: string; readonly expiry: "configuration" | "policy" | "none" }
  | { readonly by: "lifting" }
  | { readonly by: "nothing" };

/** The stack that the run will meet; the one that the request asks for, as the simulation deploys it, if nothing is said. */
export interface Meets {
  readonly times?: StackTimes;
  readonly pipeline?: EtlPipeline;
  readonly tests?: Tests;
}

export function planOf(entry: CatalogueEntry, request: RunRequest, meets: Meets = {}): Plan {
  const options = optionsOf(request);
  const { times: stack = options, pipeline: outputs = plannedPipeline(options.suffix) } = meets;
  const { tests = testsOf(request, "sim") } = meets;
  const experiment = entry.write(outputs);
  const load = loadOf(experiment.load, request);
  const { documents, perSecond } = load;
  const malformed = new Documents({ seed: request.seed, run: "plan", load }).malformedCount(documents);
  const publishing = scheduleOf(load)(documents - 1) + 1000 / perSecond;
  const { retries, timeoutSeconds, eventAgeSeconds } = stack;
  const pipeline = {
    timeout: timeoutSeconds * 1000,
    retries: { retries, maximumEventAge: eventAgeSeconds * 1000 },
  };
  const phases = phasesOf(experiment, { perSecond, publishing }, pipeline);
  const planned = { documents, malformed, perSecond, timeout: pipeline.timeout, retries };
  return {
    ...{ experiment: entry.name, title: experiment.title, documents, malformed, perSecond, publishing },
    stack: { retries, timeoutSeconds },
    retryCover: retryCover(pipeline.retries),
    ...claimsOf(experiment.steadyStateHypothesis, documents - malformed, tests),
    actions: actionsOf(experiment.method, publishing, pipeline, outputs),
    rollbacks: experiment.rollbacks.map(({ name, provider }) => ({ name, provider: provider.name })),
    phases,
    radius: radiusOf(outputs, planned, load),
    ...(experiment.needs !== "local" && {
      onAws: onAws(experiment, outputs, { ...planned, memoryMb: options.memoryMb, lasts: lengthOf(phases) }),
    }),
  };
}

/** How long a run takes in all: on AWS in real time, in the simulation on its own clock. Milliseconds. */
export function lengthOf(phases: Plan["phases"]): number {
  return Object.values(phases).reduce((all, phase) => all + phase, 0);
}

interface Planned {
  readonly documents: number;
  readonly malformed: number;
  readonly timeout: number;
  readonly retries: number;
  readonly memoryMb: number;
  readonly lasts: number;
}

function onAws(experiment: Experiment, outputs: EtlPipeline, planned: Planned): OnAws {
  const { documents, malformed, timeout, retries, memoryMb, lasts } = planned;
  const calls = callsOf(experiment, outputs);
  const aside = 2 * SIDE_COHORT.documents;
  const cost = costOf({
    documents: documents + aside,
    malformed: malformed + Math.floor(aside * SIDE_COHORT.malformed),
    disturbed: experiment.method.some(({ provider }) => !provider.work) ? documents : 0,
    ...{ attempts: retries + 1, timeout, memoryMb, lasts },
  });
  return { ...calls, cost, policy: policyOf(calls.calls, outputs.region) };
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
function actionsOf(
  method: readonly Action[],
  publishing: number,
  { retries }: Pipeline,
  place: Place,
): PlannedAction[] {
  const until = plannedTime(method);
  const from = method.map(({ pauses, provider }, i) => {
    return plannedTime(method.slice(0, i)) + (pauses.before ?? 0) + (provider.spreads ?? 0);
  });
  const begin = (method[0]?.pauses.before ?? 0) > 0 ? 0 : (from[0] ?? 0);
  const documents = { from: begin, until: begin + publishing };
  return method.map(({ name, provider }, i) => {
    const disturbs = provider.lease && disturbedBy(provider.lease, place);
    const action = { name, provider: provider.name, undo: undoOf(provider), ...(disturbs && { disturbs }) };
    if (provider.work) return action;
    const fault = { from: from[i]!, until };
    return { ...action, inForce: until - from[i]!, reach: faultReach(fault, documents, retries) };
  });
}

/** The resource whose setting it is: what the call names that puts it. */
function disturbedBy({ calls, others, resource }: Lease, place: Place): NonNullable<PlannedAction["disturbs"]> {
  const put = calls?.put(calls.untouched ?? null).at(-1);
  return { resource: put ? arnOf(put, place) : resource, ...(others && { others }) };
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
