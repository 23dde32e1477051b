import type { Journal } from "../../chaos/journal.ts";
import type { Permit } from "../../chaos/verdict/evidence.ts";
import { placeOf } from "../../drivers/keys.ts";
import type { Place } from "../../drivers/ledger/cells.ts";
import type { LedgerDocument } from "../report/facts.ts";
import type { Part } from "./story.ts";

/** What may not happen to a single document, the worst first: an invariant broken, or collateral damage. */
export const KINDS = [
  "lost",
  "lost evidence",
  "poison accepted",
  "corrupt",
  "duplicate effects",
  "collateral",
] as const;
export type Kind = (typeof KINDS)[number];

const CELLS: Readonly<Record<Exclude<Kind, "duplicate effects">, Place>> = {
  lost: "lost",
  "lost evidence": "lostEvidence",
  "poison accepted": "poisonAccepted",
  corrupt: "corrupt",
  collateral: "collateral",
};

export function isOf(kind: Kind, { cell, effects = 0 }: LedgerDocument): boolean {
  return kind === "duplicate effects" ? effects > 1 : cell === CELLS[kind];
}

/** A settled run, as far as counter-examples are looked for in it. */
export interface Settled {
  readonly journal: Journal;
  readonly documents: readonly LedgerDocument[];
}

/** Whether the experiment minds. In the baseline nothing is permitted yet. */
export function isMinded(kind: Kind, { experiment, verdict }: Journal): boolean {
  const { permits = [], exactlyOnce = false } = experiment.steady_state_hypothesis;
  if (kind === "duplicate effects") return exactlyOnce;
  const permit = kind === "lost evidence" ? "lost" : kind;
  return verdict?.noSteadyState === true || !permits.includes(permit as Permit);
}

/** The kinds of counter-example that a run shows, the worst first. */
export function kindsIn({ journal, documents }: Settled): Kind[] {
  return KINDS.filter((kind) => isMinded(kind, journal) && documents.some((document) => isOf(kind, document)));
}

/** Whether a run shows one. What still moves at its end may yet arrive, and is no counter-example. */
export function shows(kind: Kind, { journal, documents }: Settled): boolean {
  const isMoving = journal.verdict?.findings.some(({ numbers }) => Number(numbers.moving ?? 0) > 0) ?? true;
  return !isMoving && documents.some((document) => isOf(kind, document));
}

/** Which document of a run it is; nothing for one that none of its cohorts published. */
export function partOf({ key }: Pick<LedgerDocument, "key">): Part | undefined {
  const { run = "", sequence = 0 } = placeOf(key) ?? {};
  const cohort = /-(baseline|method|recovery)$/.exec(run)?.[1] as Part["cohort"] | undefined;
  return cohort && { cohort, sequence };
}
