/** The ledger as NDJSON: events as they happen, or each document with its end. Members stand in one order. */
import type { Documents } from "../documents.ts";
import type { Load } from "../load.ts";
import { cellOf } from "./cells.ts";
import type { Entry } from "./counts.ts";
import type { LedgerEvent } from "./event.ts";

export function cohortEvent({ run, seed, load }: Documents): LedgerEvent {
  return { kind: "cohort", run, seed, load: ordered(load) };
}

/** `cell` is for people and other tools; who reads it back works it out again. */
export function documentLine({ sequence, fate }: Entry, documents: Documents): string {
  const { acceptedAt, uncertainAt, refused, firstDeliveryAt, lastDeliveryAt, deliveries, effects } = fate;
  const { versions, corrupt, deadLetter, deadLetters, attempts } = fate;
  return JSON.stringify({
    kind: "document",
    key: documents.inputKey(sequence),
    malformed: documents.isMalformed(sequence),
    cell: cellOf(fate, documents, sequence),
    ...{ acceptedAt, uncertainAt, refused, firstDeliveryAt, lastDeliveryAt, deliveries, effects },
    ...{ versions, corrupt, deadLetter, deadLetters, attempts },
  });
}

/**
 * Reads lines back. A last line that is not whole is what a killed driver was writing, and is left out; lines of other
 * kinds belong to the driver that wrote the file.
 */
export function eventsIn(lines: Iterable<string>): LedgerEvent[] {
  const texts = [...lines].filter((line) => line.trim() !== "");
  return texts.flatMap((line, index) => {
    try {
      const event = JSON.parse(line) as LedgerEvent;
      return KINDS.has(event.kind) ? [clean(event)] : [];
    } catch (error) {
      if (index === texts.length - 1) return [];
      throw new SyntaxError(`line ${index + 1} of the ledger is not JSON`, { cause: error });
    }
  });
}

const KINDS: ReadonlySet<string> = new Set<LedgerEvent["kind"]>([
  ...(["cohort", "accepted", "uncertain", "refused", "delivered", "worked", "attempts"] as const),
  ...(["compared", "swept", "dead-lettered", "unreadable", "document"] as const),
]);

function clean(event: LedgerEvent): LedgerEvent {
  if (event.kind !== "document") return event;
  const { cell: _, malformed: __, ...document } = event as typeof event & { cell?: string; malformed?: boolean };
  return document;
}

/** The members of a load in one order, whatever order its author wrote them in. */
function ordered(load: Load): Load {
  const { documents, perSecond, malformed, malformedMode, bursts, surge, payload, bytes } = load;
  const all = { documents, perSecond, malformed, malformedMode, bursts, surge, payload, bytes };
  return JSON.parse(JSON.stringify(all)) as Load;
}
