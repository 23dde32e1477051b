/** A cohort in numbers, as the verdict wants them. */
import type { Documents } from "../documents.ts";
import { type Cell, cellOf, freshnessOf, isAccepted } from "./cells.ts";
import type { Fate } from "./event.ts";

export interface Entry {
  sequence: number;
  fate: Fate;
}

export type Cells = Record<Cell, number>;

export interface Counts {
  planned: number;
  /** S3 has it, or the pipeline showed that it must have had it. */
  accepted: number;
  /** S3 said no, or gave no answer and the pipeline shows no trace. */
  refused: number;
  /** Not published yet. */
  unsent: number;
  cells: Cells;
  /** Deliveries beyond the first of a document. */
  duplicates: number;
  /** Documents for which the subscriber worked more than once. */
  duplicateEffects: number;
  /** Documents that are delivered and have a dead letter all the same. */
  deliveredAndDeadLettered: number;
  /** Of the well-formed documents that arrived, in order of publication. Milliseconds. */
  freshness: number[];
  /** Of the malformed ones. */
  malformedFreshness: number[];
}

export function countsOf(documents: Documents, entries: readonly Entry[], planned: number): Counts {
  const places = entries.map(({ sequence, fate }) => cellOf(fate, documents, sequence));
  const at = (place: (typeof places)[number]) => places.filter((other) => other === place).length;
  const [good, bad] = [false, true].map((malformed) =>
    entries.filter(({ sequence }) => documents.isMalformed(sequence) === malformed),
  );
  return {
    planned,
    accepted: entries.filter(({ fate }) => isAccepted(fate)).length,
    refused: at("refused"),
    unsent: planned - entries.length + at("unsent"),
    cells: {
      ok: at("ok"),
      corrupt: at("corrupt"),
      collateral: at("collateral"),
      lost: at("lost"),
      poisonAccepted: at("poisonAccepted"),
      intended: at("intended"),
      lostEvidence: at("lostEvidence"),
    },
    duplicates: entries.reduce((sum, { fate }) => sum + Math.max(0, fate.deliveries - 1), 0),
    duplicateEffects: entries.filter(({ fate }) => fate.effects > 1).length,
    deliveredAndDeadLettered: entries.filter(({ fate }) => fate.deliveries > 0 && fate.deadLetters > 0).length,
    freshness: times(good!),
    malformedFreshness: times(bad!),
  };
}

function times(entries: readonly Entry[]): number[] {
  return entries.map(({ fate }) => freshnessOf(fate)).filter((time) => time !== undefined);
}
