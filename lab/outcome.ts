import type { Journal } from "../chaos/journal.ts";
import { verdictLines } from "../chaos/verdict/lines.ts";

/**
 * How a run ended, for a person: the verdict or why there is none, and what became of everything that was changed.
 *
 * @param again the command that makes the run again from here; a journal names an experiment's file without its folder
 */
export function outcomeLines(journal: Journal, again?: string): string[] {
  const { verdict } = journal;
  if (verdict) return [...loudRestores(journal), ...verdictLines({ ...verdict, replay: again ?? verdict.replay })];
  return [`${journal.status.toUpperCase()}  ${journal.name}`, `  ${reasonOf(journal)}`, ...restores(journal)];
}

function reasonOf({ status, failure, phases }: Journal): string {
  const phase = phases.at(-1)?.name;
  const during = phase ? `during ${phase}` : "before the first phase";
  return status === "interrupted" ? `${during}; nothing was judged` : `${during}: ${failure}`;
}

function restores({ leases }: Journal): string[] {
  if (leases.length === 0) return ["  nothing was changed, so there is nothing to restore"];
  return leases.map(({ resource, restoration }) => `  ${restoration.outcome}: ${resource}`);
}

/** A restore that did not end as it should comes before any verdict. */
function loudRestores({ leases }: Journal): string[] {
  return leases
    .filter(({ restoration }) => restoration.outcome !== "restored")
    .map(({ resource, restoration }) => `RESTORE ${restoration.outcome.toUpperCase()}  ${resource}`);
}
