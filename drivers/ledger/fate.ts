/** How an event changes what is known of a document. */
import type { DeadLettered, Fate, LedgerEvent, Version } from "./event.ts";

export function unknown(): Fate {
  return { deliveries: 0, effects: 0, versions: [], deadLetters: 0 };
}

/** Events of several drivers may come in any order; the outcome is the same. */
export function change(fate: Fate, event: LedgerEvent): void {
  switch (event.kind) {
    case "accepted":
      fate.acceptedAt = earlier(fate.acceptedAt, event.at);
      break;
    case "uncertain":
      fate.uncertainAt = earlier(fate.uncertainAt, event.at);
      break;
    case "refused":
      fate.refused = event.error;
      break;
    case "delivered":
      deliver(fate, event.at, { size: event.size, eTag: event.eTag });
      break;
    case "worked":
      fate.effects += 1;
      break;
    case "attempts":
      fate.attempts = event.attempts;
      break;
    case "compared":
      fate.corrupt = event.corrupt;
      break;
    case "dead-lettered":
      bury(fate, event);
      break;
    case "document": {
      const { kind: _, key: __, ...known } = event;
      Object.assign(fate, structuredClone(known));
    }
  }
}

/** Before dead letters are read again. */
export function exhume(fate: Fate): void {
  delete fate.deadLetter;
  fate.deadLetters = 0;
}

function deliver(fate: Fate, at: number, version: Version): void {
  fate.firstDeliveryAt = earlier(fate.firstDeliveryAt, at);
  fate.lastDeliveryAt = Math.max(fate.lastDeliveryAt ?? at, at);
  fate.deliveries += 1;
  const known = fate.versions.some(({ size, eTag }) => size === version.size && eTag === version.eTag);
  if (!known) fate.versions.push(version);
}

/** The first letter of a document tells when and why. */
function bury(fate: Fate, { at, queue, reason, attempts }: DeadLettered): void {
  fate.deadLetters += 1;
  if (attempts !== undefined) fate.attempts = attempts;
  if (fate.deadLetter === undefined || at < fate.deadLetter.at) fate.deadLetter = { at, queue, reason };
}

function earlier(known: number | undefined, at: number): number {
  return Math.min(known ?? at, at);
}
