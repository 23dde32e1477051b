/**
 * What the rule is handed: plain data, gathered by whoever ran the experiment. The ledger gives the cells and times, the
 * cloud the attempts and strikes (never the injector, which would certify itself). Times are milliseconds.
 */

/** How many documents ended in each cell of the ledger. The cells of a settled run add up to its documents. */
export interface Cells {
  /** Well-formed, delivered, and the CSV has the expected bytes. */
  ok: number;
  /** Well-formed and delivered, with other bytes than expected. */
  corrupt: number;
  /** Well-formed and dead-lettered: the damage that spends error budget. */
  collateral: number;
  /** Well-formed, accepted, and found nowhere. */
  lost: number;
  /** Malformed and yet delivered. */
  poisonAccepted: number;
  /** Malformed and dead-lettered, as it should be. */
  intended: number;
  /** Malformed and found nowhere: nobody will ever know that it was bad. */
  lostEvidence: number;
}

/** Documents that belong together: the experiment's own, the baseline, or those published after the rollback. */
export interface Cohort {
  planned: number;
  /** Taken by S3, those included whose answer was lost and that the pipeline showed later. */
  accepted: number;
  cells: Cells;
  /** Of each well-formed document that arrived: from acceptance to first delivery or dead-lettering. Any order. */
  freshness: readonly number[];
  /** What was not at rest at the settle deadline; empty when the pipeline was quiet. */
  moving: readonly Moving[];
}

/** Messages or events that are still on their way, for instance `{ where: "deliveries", count: 14 }`. */
export interface Moving {
  where: string;
  count: number;
}

/** That a fault bit, shown either by a probability and what it struck, or by a fact and its least count. */
export type FaultEvidence = StrikingFault | FactualFault;

export interface StrikingFault {
  name: string;
  probability: number;
  /** First attempts that started while the fault was in force. Each is one independent draw. */
  firstAttempts: number;
  /** How many of those were struck. */
  struck: number;
  /** Strikes on later attempts: reported, not judged. */
  laterStrikes?: number;
}

export interface FactualFault {
  name: string;
  /** The fact that proves it, in the cloud's own word: `Throttles`, `ZeroReservedConcurrency`. */
  fact: string;
  count: number;
  atLeast: number;
}

/** What a probe of the hypothesis found. `held` is null when it could not be measured: no data is no data. */
export interface ProbeEvidence {
  name: string;
  held: boolean | null;
  /** Measured against expected, in words. */
  says: string;
}

/** How one metric moved while the fault was in force. `asExpected` is null where nothing could be said. */
export interface SignatureEvidence {
  metric: string;
  asExpected: boolean | null;
  /** Measured against expected, in words. */
  says: string;
}

/** The documents published from the confirmed rollback on. */
export interface RecoveryEvidence {
  rollbackConfirmedAt: number;
  cells: Cells;
  /** Well-formed ones; `settledAt` is null for one found nowhere. */
  documents: readonly { acceptedAt: number; settledAt: number | null }[];
}

export interface Evidence extends Cohort {
  experiment: string;
  seed: number | string;
  /** The one command that runs this again. */
  replay: string;
  baseline?: Cohort;
  recovery?: RecoveryEvidence;
  /** Empty for `steady-state`, the experiment that injects nothing. */
  faults: readonly FaultEvidence[];
  probes: readonly ProbeEvidence[];
  /** Reported, and decides nothing. */
  signature?: readonly SignatureEvidence[];
  /** Deliveries beyond the first of a document. Allowed: SNS and SQS promise at-least-once. */
  duplicates: number;
  /** Documents whose effect happened more than once. */
  duplicateEffects: number;
  /** From acceptance to dead-lettering, for malformed documents. Reported, spends nothing. */
  malformedFreshness?: readonly number[];
  /** Whoever else took messages from the stack's queues, in words that say whom to stop. */
  foreignConsumers?: readonly string[];
  /** What the safety rule read while the run went on; absent where it was off. */
  stop?: StopEvidence;
  /** What the quick gate read; absent where nobody asked for it, or there is no budget. */
  gate?: GateEvidence;
}

/** Well-formed documents in order of publication, each when all earlier ones had come to their end. */
interface ReadInOrder {
  documents: number;
  collateral: number;
}

export interface StopEvidence extends ReadInOrder {
  eValue: number;
  budget: number;
  /** It ended the run before its plan was through. */
  stopped: boolean;
}

export interface GateEvidence extends ReadInOrder {
  /** The shares of collateral that it tells apart. */
  accepts: number;
  refuses: number;
  /** The logarithm of the likelihood ratio. */
  ratio: number;
  /** Further documents without damage after which `accepts` would be accepted. */
  furtherClean: number;
  decision: "accepted" | "refused" | "undecided";
  /** It decided before the plan was through, and ended the run. */
  endedEarly: boolean;
}

/** Kinds of damage that an experiment may declare to be its subject, and so not its failure. */
export type Permit = "lost" | "collateral" | "corrupt" | "poison accepted";

/** What the experiment claims, as far as the rule judges it. */
export interface Hypothesis {
  /** The share of well-formed documents that may be dead-lettered. Default 0.001. */
  collateral?: { budget: number };
  freshness?: { percentile: number; within: number };
  recovery?: { within: number };
  /** `lost` also covers malformed documents found nowhere: to the pipeline they are the same loss. */
  permits?: readonly Permit[];
  /** The experiment claims that each document takes effect once. */
  exactlyOnce?: boolean;
}

/** A run that was ended before its plan was through has published less than planned, and rightly so. */
export function endedEarly({ stop, gate }: Pick<Evidence, "stop" | "gate">): boolean {
  return stop?.stopped === true || gate?.endedEarly === true;
}

export const DEFAULT_BUDGET = 0.001;
/** `DLQ / processed`, as the pipeline's owners put it. Printed beside the verdict, never part of it. */
export const OBJECTIVE = 0.01;

export function wellFormed({ ok, corrupt, collateral, lost }: Cells): number {
  return ok + corrupt + collateral + lost;
}

export function malformed({ poisonAccepted, intended, lostEvidence }: Cells): number {
  return poisonAccepted + intended + lostEvidence;
}
