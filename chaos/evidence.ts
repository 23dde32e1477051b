import type { Aws } from "./aws.ts";
import type { Bite, Burst, Load, Probe } from "./experiment.ts";
import type { Journal, ProbeRecord } from "./journal.ts";
import { total, touched, type Window } from "./measure.ts";
import type { InForce } from "./script.ts";
import type { SignatureRecord } from "./signature.ts";
import type {
  Cohort,
  Evidence,
  FaultEvidence,
  GateEvidence,
  RecoveryEvidence,
  SignatureEvidence,
  StopEvidence,
} from "./verdict/evidence.ts";
import type { Finding } from "./verdict/finding.ts";
import type { Verdict } from "./verdict/verdict.ts";
import type { Observations, Settled, World } from "./world.ts";

/** Gathers what the verdict rests on: what faults struck, what probes measured, what became of the documents. */

/** Of each fault that can show it: how often it bit while it was in force. A burst in the load is a fault, too. */
export async function faultsOf(faults: readonly InForce[], load: Load, settled: Settled, world: World) {
  const evidence: FaultEvidence[] = load.bursts ? [burstsOf(load.bursts, load.perSecond, settled)] : [];
  for (const { action, bite, from, until, struck } of faults) {
    if (bite) evidence.push(await biteOf(action, bite, from, until, world));
    else if (struck !== undefined) evidence.push({ name: action, fact: "strikes", count: struck, atLeast: 1 });
  }
  return evidence;
}

/** What a load shows by itself counts from the method's beginning to its end. */
export function byLoad(bites: readonly Bite[], method: Window): InForce[] {
  return bites.map((bite) => ({ action: "the load", bite, ...method }));
}

async function biteOf(action: string, bite: Bite, from: number, until: number, world: World): Promise<FaultEvidence> {
  if (bite.kind === "draws") {
    const { first, struck, laterStrikes } = await world.attempts(bite.fault, from, until);
    return { name: bite.fault, probability: bite.probability, firstAttempts: first, struck, laterStrikes };
  }
  if (bite.kind === "strikes") {
    const { struck } = await world.attempts(bite.fault, from, until);
    return { name: bite.fault, fact: "first attempts struck", count: struck, atLeast: bite.atLeast };
  }
  const window = touched({ from, until });
  const seen = await total(bite.metric, window, world.aws);
  if (bite.kind === "metric") return { name: action, fact: bite.metric.name, count: seen, atLeast: bite.atLeast };
  const fact = `${bite.metric.name} beyond ${bite.beyond.name}`;
  const count = Math.max(0, seen - (await total(bite.beyond, window, world.aws)));
  return { name: action, fact, count, atLeast: bite.atLeast };
}

/** The bursts' own malformed documents, nearly all of which S3 must have taken. */
function burstsOf(bursts: readonly Burst[], perSecond: number, settled: Settled): FaultEvidence {
  const planned = bursts.reduce((sum, burst) => sum + Math.floor((burst.for / 1000) * perSecond * burst.malformed), 0);
  const count = settled.acceptedMalformed;
  return { name: "the burst", fact: "malformed documents", count, atLeast: Math.floor(planned * 0.95) };
}

/** Measures every probe. A probe that cannot be measured says so and decides nothing. */
export async function measure(probes: readonly Probe[], observations: Observations, aws: Aws): Promise<ProbeRecord[]> {
  const records: ProbeRecord[] = [];
  for (const { name, provider, tolerance } of probes) {
    const measured = await provider.measure(observations, aws);
    records.push({
      name,
      provider: { name: provider.name, arguments: provider.arguments },
      measured,
      tolerance: tolerance.words,
      tolerance_met: measured === null ? null : tolerance.holds(measured),
    });
  }
  return records;
}

export interface Found {
  /** Absent where no baseline was asked for. */
  readonly baseline?: Cohort;
  /** Absent, with all that follows, when the baseline failed and nothing was injected. */
  readonly method?: Settled & Pick<Cohort, "moving">;
  readonly recovery?: RecoveryEvidence;
  readonly faults?: readonly FaultEvidence[];
  readonly probes?: readonly ProbeRecord[];
  readonly signature?: readonly SignatureRecord[];
  readonly stop?: StopEvidence;
  readonly gate?: GateEvidence;
}

/** What the journal says of the steady state, before the method and after it; null for what the run did not come to. */
export function steadyStatesOf(
  found: Found | undefined,
  unsteady: readonly Finding[],
  verdict: Verdict | null,
): Journal["steady_states"] {
  const before = found && { steady_state_met: unsteady.length === 0, probes: [], findings: unsteady };
  const after = found?.method &&
    verdict && {
      steady_state_met: verdict.verdict === "HELD",
      probes: found.probes ?? [],
      signature: found.signature ?? [],
      findings: verdict.findings,
    };
  return { before: before ?? null, after: after ?? null };
}

/** Everything the rule is handed. */
export function evidenceOf(run: Pick<Evidence, "experiment" | "seed" | "replay">, found: Found): Evidence {
  const { baseline, method, recovery, faults = [], probes = [], signature = [], stop, gate } = found;
  return {
    ...run,
    ...(method ?? nothingPublished),
    ...(baseline && { baseline }),
    ...(recovery && { recovery }),
    ...(stop && { stop }),
    ...(gate && { gate }),
    faults,
    probes: probes.map(({ name, measured, tolerance, tolerance_met: held }) => ({
      name,
      held,
      says: `measured ${measured ?? "nothing"}, may be ${tolerance}`,
    })),
    signature: signature.map(compared),
  };
}

function compared({ metric, expected, measured, as_expected: asExpected }: SignatureRecord): SignatureEvidence {
  const figure = typeof measured === "number" ? Number(measured.toPrecision(3)) : "nothing";
  return { metric: metric.name, asExpected, says: `${metric.statistic} ${figure}, expected ${expected}` };
}

const nothingPublished = {
  planned: 0,
  accepted: 0,
  cells: { ok: 0, corrupt: 0, collateral: 0, lost: 0, poisonAccepted: 0, intended: 0, lostEvidence: 0 },
  freshness: [],
  moving: [],
  duplicates: 0,
  duplicateEffects: 0,
};
