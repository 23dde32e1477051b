import type { End, Look } from "../chaos/world.ts";
import type { Documents } from "../drivers/documents.ts";
import { acceptedAt, isAccepted, isSettled } from "../drivers/ledger/cells.ts";
import type { Fate } from "../drivers/ledger/event.ts";
import type { Ledger } from "../drivers/ledger.ts";

/** Sequence numbers from the first to before the last. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/**
 * A reader of a cohort: it goes through the well-formed documents in order of publication, once, and stops before the
 * first that has not come to its end.
 *
 *     delivered  delivered  dead-lettered  on its way  delivered ...
 *     ---------- told by now ----------->| ^ waits for this one
 */
export class Reading {
  readonly #documents: Documents;
  readonly #ledger: Ledger;
  readonly #range: () => Range;
  #next: number;

  /** `range` is asked again and again: a cohort that is stopped ends earlier. */
  constructor(documents: Documents, ledger: Ledger, range: () => Range) {
    this.#documents = documents;
    this.#ledger = ledger;
    this.#range = range;
    this.#next = range().from;
  }

  /** What has come to its end since the last call. */
  read(look: Look): End[] {
    const ends: End[] = [];
    for (; this.#next < this.#range().until; this.#next++) {
      // Malformed documents spend no budget; when they are dead-lettered is of no interest here.
      if (this.#documents.isMalformed(this.#next)) continue;
      const fate = this.#fate(this.#next);
      if (!look.settled && isOnItsWay(fate, look)) break;
      const since = acceptedAt(fate);
      // S3 did not take it, or it is not known to have: it is no document of the pipeline's.
      if (since === undefined || !isAccepted(fate)) continue;
      ends.push({ acceptedAt: since, collateral: isDeadLettered(fate) });
    }
    return ends;
  }

  /** Whether the next document is in the pipeline, so that a dead-letter queue may hold it. */
  get waits(): boolean {
    return this.#next < this.#range().until && isAccepted(this.#fate(this.#next));
  }

  #fate(sequence: number): Readonly<Fate> {
    return this.#ledger.fate(this.#documents.inputKey(sequence))!;
  }
}

/** Not sent yet, accepted and nowhere to be seen, or parked where somebody will yet fetch it. */
function isOnItsWay(fate: Fate, { emptied }: Look): boolean {
  if (isSettled(fate)) {
    const parked = isDeadLettered(fate) && emptied.includes(fate.deadLetter!.queue);
    // A delivery may be heard of before S3's answer is written down.
    return parked || acceptedAt(fate) === undefined;
  }
  const answered = fate.refused !== undefined || fate.uncertainAt !== undefined;
  return fate.acceptedAt !== undefined || !answered;
}

function isDeadLettered({ deliveries, deadLetter }: Fate): boolean {
  return deliveries === 0 && deadLetter !== undefined;
}
