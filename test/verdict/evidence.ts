/** Evidence for the tests: a healthy default run of 3 100 documents, and whatever a test changes about it. */
import type { Cells, Cohort, Evidence, RecoveryEvidence } from "../../chaos/verdict/evidence.ts";

export const SECOND = 1000;

export function someCells(changed: Partial<Cells> = {}): Cells {
  return { ok: 0, corrupt: 0, collateral: 0, lost: 0, poisonAccepted: 0, intended: 0, lostEvidence: 0, ...changed };
}

/** 3 069 well-formed and 31 malformed; what is damaged is taken from the ones that are well. */
export function aRun(damage: Partial<Cells> = {}): Cells {
  const { corrupt = 0, collateral = 0, lost = 0, poisonAccepted = 0, lostEvidence = 0 } = damage;
  const ok = 3069 - corrupt - collateral - lost;
  return someCells({ ok, intended: 31 - poisonAccepted - lostEvidence, ...damage });
}

export function times(n: number, milliseconds = 1400): number[] {
  return new Array<number>(n).fill(milliseconds);
}

export function aCohort(changed: Partial<Cohort> = {}): Cohort {
  const cells = someCells({ ok: 297, intended: 3 });
  return { planned: 300, accepted: 300, cells, freshness: times(297), moving: [], ...changed };
}

export function someEvidence(changed: Partial<Evidence> = {}): Evidence {
  const cells = changed.cells ?? aRun();
  return {
    experiment: "slow-transform",
    seed: 7,
    replay: "npx chaoslab run slow-transform --seed 7",
    planned: 3100,
    accepted: 3100,
    cells,
    freshness: times(cells.ok + cells.corrupt + cells.collateral),
    moving: [],
    baseline: aCohort(),
    faults: [{ name: "latency", probability: 0.5, firstAttempts: 3100, struck: 1549 }],
    probes: [],
    duplicates: 0,
    duplicateEffects: 0,
    ...changed,
  };
}

export function aRecovery(settledAfter: (i: number) => number | null): RecoveryEvidence {
  const documents = times(297).map((_, i) => {
    const after = settledAfter(i);
    return { acceptedAt: i * 50, settledAt: after === null ? null : i * 50 + after };
  });
  const lost = documents.filter(({ settledAt }) => settledAt === null).length;
  return { rollbackConfirmedAt: 0, cells: someCells({ ok: 297 - lost, lost, intended: 3 }), documents };
}
