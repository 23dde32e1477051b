import type { ProbeProvider } from "../experiment.ts";
import type { Settled } from "../world.ts";

/** Probes of the ledger: what became of the experiment's documents. */

/** Well-formed documents that were dead-lettered. */
export const collateral = () => counted("documents.collateral", ({ cells }) => cells.collateral);

/** Documents found nowhere, well-formed or not. */
export const lost = () => counted("documents.lost", ({ cells }) => cells.lost + cells.lostEvidence);

/** Documents whose CSV has other bytes than it should have. */
export const corrupt = () => counted("documents.corrupt", ({ cells }) => cells.corrupt);

/** Notifications beyond the first of a document. */
export const duplicates = () => counted("documents.duplicates", (settled) => settled.duplicates);

/** The share of dead-lettered documents among those that reached an end: the workshop's objective. */
export const deadLettered = () =>
  counted("documents.deadLettered", ({ cells }) => {
    const dead = cells.collateral + cells.intended;
    return dead / (dead + cells.ok + cells.corrupt + cells.poisonAccepted);
  });

/** Well-formed documents that did not reach an end within `within` milliseconds of their acceptance. */
export function missing({ within }: { within: number }): ProbeProvider {
  return {
    name: "documents.missing",
    arguments: { within },
    calls: [],
    measure: async ({ documents }) =>
      documents.documents.filter(({ acceptedAt, settledAt }) => settledAt === null || settledAt - acceptedAt > within)
        .length,
  };
}

function counted(name: string, count: (settled: Settled) => number): ProbeProvider {
  return { name, arguments: {}, calls: [], measure: async ({ documents }) => count(documents) };
}
