import type { Aws } from "./aws.ts";
import type { Load, Subscriber } from "./experiment.ts";
import type { LeaseBook } from "./lease.ts";
import type { Cohort, Moving, RecoveryEvidence } from "./verdict/evidence.ts";

/**
 * What a run is handed: an AWS to change, drivers to use it, and the cloud's own count of what happened. The lab makes
 * one for the simulation, one for a cloud on this machine, one for AWS.
 */
export interface World {
  readonly aws: Aws;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
  /** Starts to publish a cohort of documents; a subscriber takes them out at the other end all along. */
  drive(plan: CohortPlan): Drive;
  /** First attempts that started in a window, and those of them that a fault struck, as the cloud counted them. */
  attempts(fault: string, from: number, until: number): Promise<Attempts>;
  /** Messages and events that are not at rest. */
  moving(): Promise<Moving[]>;
  /** Where leases are written down before they are taken; absent where the world dies with this process. */
  readonly book?: LeaseBook;
  /** What the cloud knows of requests it throttled in a window: settling takes longer then. */
  throttled(from: number, until: number): Promise<boolean>;
}

export interface CohortPlan extends Load {
  /** Part of every key, so that one cohort's documents are never another's. */
  readonly name: "baseline" | "method" | "recovery";
  readonly subscriber?: Subscriber;
}

export interface Attempts {
  readonly first: number;
  readonly struck: number;
  readonly laterStrikes: number;
}

/**
 * What AWS has no switch for: a fault on the wire between two services, which is named as an arrow (`s3 -> lambda`), or at
 * the services' doors.
 */
export type LocalFault = { readonly link: string; readonly fault: LinkFault } | { readonly door: DoorFault };

export type LinkFault =
  | { readonly kind: "lose" | "duplicate"; readonly probability: number }
  | { readonly kind: "delay"; readonly probability: number; readonly min: number; readonly max: number };

/** Strikes requests before or after their work is done. Patterns know `*`. */
export interface DoorFault {
  readonly service: string;
  readonly operation: string;
  readonly resource?: string;
  readonly principal?: string;
  readonly probability: number;
  readonly when: "before" | "after";
  readonly effect:
    | { readonly error: { readonly code: string; readonly message: string; readonly status: number } }
    | { readonly latency: { readonly min: number; readonly max: number } }
    | { readonly silence: true };
}

/** A cohort on its way. */
export interface Drive {
  /** Resolves when the last document was published, or publishing was stopped. */
  readonly published: Promise<void>;
  /** Publishes no more. */
  stop(): void;
  /** Documents without a final state at the moment. */
  open(): number;
  /** The documents that came to their end since the last call. */
  news(look: Look): Promise<readonly End[]>;
  /** Waits until every document is terminal or the deadline has come, and counts. */
  settle(deadline: number): Promise<Settled>;
}

/**
 * How a cohort is read while it is on its way: its well-formed documents in order of publication, each when all
 * earlier ones have ended.
 */
export interface Look {
  /** URLs of queues that somebody will yet empty: what waits there has not ended. */
  readonly emptied: readonly string[];
  /** The cohort has settled: what has no end will have none. */
  readonly settled: boolean;
}

/** A well-formed document that has come to its end: it was delivered or dead-lettered, or is lost. */
export interface End {
  readonly acceptedAt: number;
  readonly collateral: boolean;
}

/** What became of a cohort. Whether the pipeline is at rest is the world's to say. */
export interface Settled extends Omit<Cohort, "moving"> {
  readonly duplicates: number;
  readonly duplicateEffects: number;
  readonly malformedFreshness: readonly number[];
  readonly documents: RecoveryEvidence["documents"];
  readonly acceptedMalformed: number;
  readonly foreignConsumers: readonly string[];
}

/** What probes may look at: the settled documents, and the time the method took. */
export interface Observations {
  readonly documents: Settled;
  readonly from: number;
  readonly until: number;
  readonly clock: { now(): number; sleep(milliseconds: number): Promise<void> };
}
