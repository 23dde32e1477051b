/**
 * The arithmetic of a run's plan: how long the retries of an event last, when a run must have settled, how many
 * attempts of a document a fault can reach, and what the documents can prove. Times are milliseconds.
 */
import { countAllowed, documentsNeeded, upperBound } from "./bounds.ts";
import { count, limit, percent } from "./words.ts";

/** Lambda tries an asynchronous event again after one minute, then after two more (Lambda developer guide). */
const RETRY_DELAYS = [60_000, 120_000] as const;
/** The delays are "about" one and two minutes. */
const JITTER = 1.1;
const THROTTLE_BACKOFF = 300_000;
const MARGIN = 60_000;

export interface Retries {
  /** MaximumRetryAttempts of the function, 0 to 2. Default 2. */
  retries?: number;
  /** MaximumEventAgeInSeconds in milliseconds: an attempt that would start later is never made. */
  maximumEventAge?: number;
}

/** When the attempts of an event begin, counted from its first: [0, 60 000, 180 000]. */
export function attemptOffsets({ retries = 2, maximumEventAge = Number.POSITIVE_INFINITY }: Retries = {}): number[] {
  const offsets = [0];
  for (const delay of RETRY_DELAYS.slice(0, retries)) offsets.push(offsets[offsets.length - 1]! + delay);
  return offsets.filter((offset) => offset === 0 || offset < maximumEventAge);
}

/** From the first attempt to the start of the last. */
export function retryCover(retries: Retries = {}): number {
  return attemptOffsets(retries).at(-1)!;
}

export interface Settling {
  lastPublishAt: number;
  rollbackConfirmedAt: number;
  retries?: Retries;
  /** The function's. */
  timeout: number;
  throttled: boolean;
  /** Messages waiting for the subscriber, and how many a second it takes (Infinity: as fast as they come). */
  backlog: number;
  subscriberPerSecond: number;
}

/** The latest moment at which a run must be at rest; what has not arrived by then is not quiet, or lost. */
export function settleDeadline(run: Settling): number {
  const last = Math.max(run.lastPublishAt, run.rollbackConfirmedAt);
  const drain = run.backlog === 0 ? 0 : (run.backlog / run.subscriberPerSecond) * 1000;
  return last + spending(run.timeout, run.retries) + (run.throttled ? THROTTLE_BACKOFF : 0) + drain + MARGIN;
}

/** How long a fault must last to be able to spend every retry of every document that is published meanwhile. */
export function windowToSpendRetries(publishing: number, timeout: number, retries?: Retries): number {
  return publishing + spending(timeout, retries);
}

function spending(timeout: number, retries: Retries = {}): number {
  return retryCover(retries) * JITTER + 3 * timeout;
}

export interface Reach {
  /** The most attempts of any one document that begin while the fault is in force. */
  attempts: number;
  of: number;
  /** The share of documents whose every attempt begins while it is: only they can be dead-lettered by it. */
  every: number;
}

/** Both windows are [from, until); documents are spread evenly over theirs. */
export function faultReach(
  fault: { from: number; until: number },
  publishing: { from: number; until: number },
  retries: Retries = {},
): Reach {
  const offsets = attemptOffsets(retries);
  const span = publishing.until - publishing.from;
  const reached = (document: number) => offsets.filter((o) => document + o >= fault.from && document + o < fault.until);
  // The count changes only where an attempt meets an edge of the window, so it is enough to look there.
  const edges = offsets.flatMap((offset) => [fault.from - offset, fault.until - offset - 1]);
  const inside = [publishing.from, publishing.until - 1, ...edges].filter(
    (document) => document >= publishing.from && document < publishing.until,
  );
  const whole = Math.min(publishing.until, fault.until - retryCover(retries)) - Math.max(publishing.from, fault.from);
  return {
    attempts: Math.max(0, ...inside.map((document) => reached(document).length)),
    of: offsets.length,
    every: span <= 0 ? 0 : Math.min(1, Math.max(0, whole / span)),
  };
}

export interface Proof {
  wellFormed: number;
  /** Zero collateral among them shows that the share is at most this. */
  zeroProves: number;
  budget: number;
  /** The most collateral documents with which the budget is still shown to hold; null when even none will not do. */
  allowed: number | null;
  /** The fewest well-formed documents that can show the budget held. */
  needed: number;
}

export function proof(wellFormed: number, budget: number): Proof {
  const allowed = countAllowed(budget, wellFormed) ?? null;
  return { wellFormed, zeroProves: upperBound(0, wellFormed), budget, allowed, needed: documentsNeeded(budget) };
}

export function proofLine({ wellFormed, zeroProves, budget, allowed, needed }: Proof): string {
  const proves = `zero collateral among ${count(wellFormed)} well-formed documents proves <= ${percent(zeroProves)}`;
  if (allowed === null) return `${proves}: too few for the budget of ${limit(budget)}, which needs ${count(needed)}`;
  return `${proves}; the budget of ${limit(budget)} allows ${count(allowed)}`;
}
