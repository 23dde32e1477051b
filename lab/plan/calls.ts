import type { Call } from "../../chaos/call.ts";
import type { Action, Bite, Experiment } from "../../chaos/experiment.ts";
import type { Lease } from "../../chaos/lease.ts";
import { comparisonCalls } from "../../drivers/comparison.ts";
import { deadLetterCalls } from "../../drivers/dead-letters.ts";
import { publisherCalls } from "../../drivers/publisher.ts";
import { subscriberCalls } from "../../drivers/subscriber.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { keepsakeCalls } from "../dashboard/keepsake.ts";
import { attemptCalls } from "../live/attempts.ts";
import { timesCalls } from "../live/deployment.ts";
import { gateCalls } from "../live/target.ts";
import { worldCalls } from "../live/world.ts";
import { type Caller, inFull, type PlannedCall } from "./planned-call.ts";

/** Everything that a run asks of AWS, by who asks. Each is declared where it is asked; here they only come together. */
export interface PlannedCalls {
  readonly calls: readonly PlannedCall[];
  /** Words of the experiment that do not say what they call. */
  readonly undeclared: readonly string[];
}

export function callsOf(experiment: Experiment, pipeline: EtlPipeline): PlannedCalls {
  const { documentsBucket, deliveriesQueue, failuresQueue, undeliveredQueue } = pipeline;
  const probes = experiment.steadyStateHypothesis.probes.map(({ provider }) => provider);
  const words = [...experiment.method, ...experiment.rollbacks].map(({ provider }) => provider);
  const parts: Readonly<Record<Caller, readonly Call[]>> = {
    gates: [...gateCalls(pipeline), ...timesCalls(pipeline)],
    publisher: publisherCalls(documentsBucket),
    subscriber: subscriberCalls(deliveriesQueue),
    observer: [...[failuresQueue, undeliveredQueue].flatMap(deadLetterCalls), ...comparisonCalls(documentsBucket)],
    evidence: [...worldCalls(pipeline), ...biteCalls(experiment, pipeline)],
    faults: experiment.method.flatMap(({ provider }) => callsOfAction(provider)),
    rollbacks: experiment.rollbacks.flatMap(({ provider }) => callsOfAction(provider)),
    report: keepsakeCalls(pipeline),
    probes: probes.flatMap(({ calls = [] }) => calls),
  };
  const planned = Object.entries(parts).flatMap(([by, calls]) =>
    calls.map((call) => inFull(by as Caller, needed(call, experiment, pipeline), pipeline)),
  );
  const silent = [...words.filter(isSilent), ...probes.filter(({ calls }) => !calls)];
  return { calls: once(planned), undeclared: [...new Set(silent.map(({ name }) => name))] };
}

/** A fault in the function is counted in its log; the others by metrics, which every run reads. */
function biteCalls({ method, bites = [] }: Experiment, { transformLogGroup }: EtlPipeline): Call[] {
  const all = [...bites, ...method.flatMap(({ provider }) => [provider.bites ?? []].flat() as Bite[])];
  return all.some(({ kind }) => kind === "draws" || kind === "strikes") ? attemptCalls(transformLogGroup) : [];
}

function callsOfAction({ lease, calls = [] }: Action["provider"]): readonly Call[] {
  return lease ? callsOfLease(lease) : calls;
}

/** Observed, taken away for a trial where it is not there, put, and put back. */
function callsOfLease({ calls, changed }: Lease): Call[] {
  if (!calls) return [];
  if (!("untouched" in calls)) return [...calls.observe, ...calls.put(null)];
  const before = calls.untouched!;
  return [...calls.observe, ...calls.put(changed(before, { expiresAt: 0, seed: 0 })), ...calls.put(before)];
}

function isSilent({ lease, work, calls }: Action["provider"]): boolean {
  return lease ? !lease.calls : work !== undefined && !calls;
}

/** What can be spared in another run: metrics that this one reads, messages that a change of subscribers gives back. */
function needed(call: Call, { load, bites = [], expects = [], method }: Experiment, pipeline: EtlPipeline): Call {
  const { spare, ...asked } = call;
  const all = [...bites, ...method.flatMap(({ provider }) => [provider.bites ?? []].flat() as Bite[])];
  const read = [...expects, ...all].flatMap((of) => ("metric" in of ? [of.metric.namespace] : []));
  const metered = call.operation === "cloudwatch:PutMetricData" && read.includes(pipeline.metricNamespace);
  const relieved = call.operation.startsWith("sqs:") && load.subscriber !== undefined;
  return metered || relieved ? asked : call;
}

function once(calls: readonly PlannedCall[]): PlannedCall[] {
  const seen = new Set<string>();
  return calls.filter(({ by, operation, resource }) => {
    const key = `${by} ${operation} ${resource}`;
    return !seen.has(key) && seen.add(key);
  });
}
