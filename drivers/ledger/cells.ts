/**
 * Where a document ended. At settlement each is in exactly one cell:
 *
 *                    delivered           dead-lettered   nowhere
 *     well-formed    ok, or corrupt      collateral      lost
 *     malformed      poison accepted     intended        lost evidence
 *
 * Outside of them are documents that S3 never had: `refused` and `unsent`. A document that is delivered counts as
 * delivered even if a dead letter of it waits as well.
 */
import type { Documents } from "../documents.ts";
import type { Fate, Version } from "./event.ts";

export type Cell = "ok" | "corrupt" | "collateral" | "lost" | "poisonAccepted" | "intended" | "lostEvidence";
export type Place = Cell | "refused" | "unsent";

export function cellOf(fate: Fate, documents: Documents, sequence: number): Place {
  if (!isAccepted(fate)) return fate.refused !== undefined || fate.uncertainAt !== undefined ? "refused" : "unsent";
  const malformed = documents.isMalformed(sequence);
  if (fate.deliveries > 0) {
    if (malformed) return "poisonAccepted";
    return isCorrupt(fate, documents, sequence) ? "corrupt" : "ok";
  }
  if (fate.deadLetter !== undefined) return malformed ? "intended" : "collateral";
  return malformed ? "lostEvidence" : "lost";
}

/** What the pipeline showed it must have had, whatever became of the answer. */
export function isAccepted(fate: Fate): boolean {
  return fate.acceptedAt !== undefined || isSettled(fate);
}

/** Nobody knows whether S3 has it, and the pipeline has shown no trace of it yet. */
export function isUnanswered(fate: Fate): boolean {
  return fate.uncertainAt !== undefined && !isAccepted(fate);
}

/** It was delivered or dead-lettered. */
export function isSettled({ deliveries, deadLetter }: Fate): boolean {
  return deliveries > 0 || deadLetter !== undefined;
}

/**
 * A notification unlike the expected bytes is a suspicion, and counts until the object has been compared (with KMS
 * encryption an entity tag is no MD5 at all).
 */
export function isCorrupt(fate: Fate, documents: Documents, sequence: number): boolean {
  return fate.corrupt ?? suspects(fate, documents, sequence).length > 0;
}

/** The versions that differ from the CSV the document must become. */
export function suspects(fate: Fate, documents: Documents, sequence: number): Version[] {
  const expected = documents.expected(sequence);
  if (expected === undefined) return [];
  return fate.versions.filter(({ size, eTag }) => size !== expected.size || eTag !== expected.md5);
}

/** When it arrived where it ended. */
export function settledAt({ firstDeliveryAt, deadLetter }: Fate): number | undefined {
  return firstDeliveryAt ?? deadLetter?.at;
}

/** For an uncertain document the time it was sent stands in, which can only make it look later. */
export function acceptedAt(fate: Fate): number | undefined {
  return fate.acceptedAt ?? fate.uncertainAt;
}

/** From acceptance to first delivery or dead-lettering. */
export function freshnessOf(fate: Fate): number | undefined {
  const [from, to] = [acceptedAt(fate), settledAt(fate)];
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}
