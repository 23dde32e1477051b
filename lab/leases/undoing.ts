import type { Change, Restoration } from "../../chaos/lease.ts";
import { giveBack } from "../../chaos/restoring.ts";
import { settingAt } from "../../chaos/settings/registry.ts";
import type { LiveClients } from "../live/clients.ts";
import { wallClock } from "../wall-clock.ts";
import { LeaseJournal } from "./journal.ts";
import { type OpenLease, recordAt } from "./records.ts";

/** How one leftover ended. */
export interface Undone {
  readonly lease: OpenLease;
  readonly restoration: Restoration;
}

/** How long an undo tries, when AWS is busy or does not answer. */
const PATIENCE = 60_000;

/**
 * Gives back what the run of a journal left changed, and writes down how each lease ended. Whoever undoes at the same
 * time does the same: what was given back already is found as it was before.
 */
export async function undo(path: string, clients: LiveClients): Promise<Undone[]> {
  const open = recordAt(path)?.open ?? [];
  const known = open.flatMap((lease) => changeOf(lease) ?? []);
  const book = LeaseJournal.resume(path);
  const deadline = wallClock.now() + PATIENCE;
  try {
    const restorations = await giveBack(known, { aws: clients, clock: wallClock, book, until: () => deadline });
    const outcome = ({ number }: OpenLease) => restorations[known.findIndex((change) => change.number === number)];
    return open.map((lease) => ({ lease, restoration: outcome(lease) ?? unknown(lease) }));
  } finally {
    book.release();
  }
}

function changeOf({ number, address, before, applied }: OpenLease): Change | undefined {
  const setting = settingAt(address);
  return setting && { number, setting, before, applied };
}

function unknown({ address, before }: OpenLease): Restoration {
  const reason = `this version knows no setting of the kind ${address.kind}; it was ${JSON.stringify(before)}`;
  return { outcome: "failed", reason };
}
