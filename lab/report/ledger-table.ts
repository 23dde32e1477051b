import { cohortOf, type Facts, type LedgerDocument } from "./facts.ts";

/** The ledger as a table: how many documents of each cohort ended in which cell. */
export const CELLS = [
  ["ok", "ok"],
  ["corrupt", "corrupt"],
  ["collateral", "collateral"],
  ["lost", "lost"],
  ["intended", "intended"],
  ["poisonAccepted", "poison accepted"],
  ["lostEvidence", "lost evidence"],
  ["refused", "refused by S3"],
  ["unsent", "never sent"],
] as const satisfies readonly (readonly [LedgerDocument["cell"], string])[];

/** Cells that a healthy pipeline leaves empty. */
export const DAMAGE: ReadonlySet<string> = new Set(["corrupt", "collateral", "lost", "poisonAccepted", "lostEvidence"]);

export interface CohortRow {
  readonly cohort: string;
  readonly documents: number;
  readonly cells: Readonly<Record<LedgerDocument["cell"], number>>;
}

/** In the order of the ledger; the method's documents are those that were judged. */
export function cohortRows({ documents, journal }: Facts): CohortRow[] {
  const rows = new Map<string, LedgerDocument[]>();
  for (const document of documents) {
    const cohort = cohortOf(document, journal);
    const row = rows.get(cohort);
    if (row) row.push(document);
    else rows.set(cohort, [document]);
  }
  return [...rows].map(([cohort, members]) => ({ cohort, documents: members.length, cells: cellsOf(members) }));
}

function cellsOf(documents: readonly LedgerDocument[]): CohortRow["cells"] {
  const cells = Object.fromEntries(CELLS.map(([cell]) => [cell, 0])) as Record<LedgerDocument["cell"], number>;
  for (const { cell } of documents) cells[cell]++;
  return cells;
}
