import type { LeaseRecord } from "./custody.ts";
import type { Experiment, Probe } from "./experiment.ts";
import type { Json } from "./lease.ts";
import type { ActivityRecord, InForce } from "./script.ts";
import type { SignatureRecord } from "./signature.ts";
import type { Measured } from "./tolerance.ts";
import type { Finding } from "./verdict/finding.ts";
import type { Verdict } from "./verdict/verdict.ts";

/**
 * What a run leaves behind: Chaos Toolkit's journal (`status`, `deviated`, `steady_states`, `run`, `rollbacks`, ...)
 * and, beside it, what the verdict rests on. It holds the run's own time only, so that the same seed writes the same
 * bytes.
 */
export interface Journal {
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly seed: number | string;
  readonly options: Readonly<Record<string, Json>>;
  readonly experiment: ReturnType<typeof describe>;
  /** ISO 8601. */
  readonly start: string;
  readonly end: string;
  /** Seconds, as Chaos Toolkit counts. */
  readonly duration: number;
  readonly status: "completed" | "failed" | "interrupted";
  /** Whether the hypothesis did not hold. */
  readonly deviated: boolean;
  readonly steady_states: { readonly before: SteadyState | null; readonly after: SteadyState | null };
  readonly run: readonly ActivityRecord[];
  readonly rollbacks: readonly ActivityRecord[];
  readonly leases: readonly LeaseRecord[];
  readonly phases: readonly Phase[];
  readonly faults: readonly InForce[];
  readonly verdict: Verdict | null;
  /** Why a run that did not complete ended. */
  readonly failure: string | null;
}

export interface SteadyState {
  readonly steady_state_met: boolean;
  readonly probes: readonly ProbeRecord[];
  /** How the metrics moved while the fault was in force, beside how they were expected to. */
  readonly signature?: readonly SignatureRecord[];
  /** What the rule found, where the rule judged. */
  readonly findings: readonly Finding[];
}

export interface ProbeRecord {
  readonly name: string;
  readonly provider: { readonly name: string; readonly arguments: Readonly<Record<string, Json>> };
  readonly measured: Measured;
  readonly tolerance: string;
  readonly tolerance_met: boolean | null;
}

/** A stretch of the run, in milliseconds since 1970. */
export interface Phase {
  readonly name: PhaseName;
  readonly from: number;
  readonly until: number;
}

export type PhaseName = "baseline" | "method" | "rollback" | "recovery" | "settling";

/** An experiment as data, without its functions: what Chaos Toolkit calls the experiment, in its keys. */
export function describe(experiment: Experiment) {
  const { title, description, tags, load, steadyStateHypothesis: hypothesis, method, rollbacks } = experiment;
  const activity = ({ type, name, provider, pauses }: Experiment["method"][number]) => ({
    type,
    name,
    provider: { name: provider.name, arguments: provider.arguments },
    pauses,
  });
  const { probes, ...claims } = hypothesis;
  return {
    title,
    description: description.replace(/\s+/g, " ").trim(),
    tags,
    load,
    steady_state_hypothesis: { ...claims, probes: probes.map(describeProbe) },
    method: method.map(activity),
    rollbacks: rollbacks.map(activity),
  };
}

function describeProbe({ type, name, provider, tolerance }: Probe) {
  return {
    type,
    name,
    provider: { name: provider.name, arguments: provider.arguments },
    tolerance: tolerance.exported,
  };
}
