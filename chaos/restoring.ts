import { type Change, type LeaseBook, type LeaseEntry, type Restoration, restore, Unsettled } from "./lease.ts";
import { isGone, isPassing, type Means, patiently } from "./patience.ts";

/** Whoever gives changes back: a run at its end, or an undo in another process. */
export interface Restorer extends Means {
  readonly book?: LeaseBook | undefined;
}

/**
 * Gives changes back, different settings side by side, of one setting the last change first. Never throws: a failed
 * restore is a result, the loudest one. The answers stand in the order of the changes.
 */
export async function giveBack(changes: readonly Change[], restorer: Restorer): Promise<Restoration[]> {
  const outcomes = new Map<Change, Restoration>();
  await Promise.all(bySetting(changes).map((ofOne) => giveBackInOrder(ofOne, restorer, outcomes)));
  return changes.map((change) => outcomes.get(change)!);
}

function bySetting(changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    // A provider of somebody's own may have no address; its words for people are the next best.
    const place = JSON.stringify(change.setting.address ?? change.setting.resource);
    groups.set(place, [...(groups.get(place) ?? []), change]);
  }
  return [...groups.values()];
}

async function giveBackInOrder(changes: readonly Change[], restorer: Restorer, outcomes: Map<Change, Restoration>) {
  let stuck = false;
  for (const change of changes.toSorted((a, b) => b.number - a.number)) {
    // What lies under a change that is still there would look like somebody else's.
    const restoration: Restoration = stuck ? waiting(change) : await end(change, restorer);
    stuck = restoration.outcome === "failed";
    outcomes.set(change, restoration);
  }
}

function waiting({ setting: { resource } }: Change): Restoration {
  return { outcome: "failed", reason: `${resource}: a later change of it could not be restored` };
}

async function end(change: Change, restorer: Restorer): Promise<Restoration> {
  const { number } = change;
  note(restorer, { kind: "restoring", number, at: restorer.clock.now() });
  const restoration = await outcomeOf(change, restorer);
  note(restorer, { kind: "ended", number, at: restorer.clock.now(), restoration });
  return restoration;
}

/** A book that cannot be written any more is no reason to leave a fault in force; the lease stays open there. */
function note({ book }: Restorer, entry: LeaseEntry): void {
  try {
    book?.write(entry);
  } catch {}
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 500;

/** Tries again for as long as patience lasts, if another try may help. */
async function outcomeOf(change: Change, restorer: Restorer): Promise<Restoration> {
  const { clock, until } = restorer;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await patiently(restorer, (aws) => restore(change, aws));
    } catch (error) {
      if (isGone(error)) return { outcome: "gone" };
      const again = error instanceof Unsettled || isPassing(error);
      if (!again || clock.now() + pause >= until()) return { outcome: "failed", reason: reasonOf(error, change) };
    }
    await clock.sleep(pause);
  }
}

function reasonOf(error: unknown, { setting: { resource } }: Change): string {
  if (error instanceof Unsettled) return error.message;
  return `${resource}: ${error instanceof Error ? error.message || error.name : String(error)}`;
}
