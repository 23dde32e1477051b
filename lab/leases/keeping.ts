import type { LeaseBook } from "../../chaos/lease.ts";
import { bequeath } from "../last-will.ts";
import { LeaseJournal } from "./journal.ts";
import type { Site } from "./site.ts";

/**
 * Does a run's work with a journal for its leases. Should an error that nobody catches end the process meanwhile, the
 * run is interrupted first, and gives back what it has changed.
 *
 * @throws LabError LAB_RUN_AT_WORK or LAB_LEFTOVERS
 */
export async function keepingLeases<T>({ run, site, signal }: Keeping, work: Work<T>): Promise<T> {
  const journal = LeaseJournal.begin(run, site);
  const crash = new AbortController();
  const working = work(journal, AbortSignal.any([signal, crash.signal]));
  const revoke = bequeath(() => {
    crash.abort();
    return working;
  });
  try {
    return await working;
  } finally {
    revoke();
    journal.close();
  }
}

export interface Keeping {
  /** The run's id. */
  readonly run: string;
  readonly site: Site;
  readonly signal: AbortSignal;
}

type Work<T> = (book: LeaseBook, signal: AbortSignal) => Promise<T>;
