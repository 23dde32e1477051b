import type { Aws } from "./aws.ts";
import { type Address, equal, type Json, type Setting } from "./setting.ts";

export type { Json } from "./setting.ts";

/**
 * A fault as a lease on one setting: what was there is remembered, what is put there is read back, and at the end
 * exactly what was there is put back and read back. A book, where there is one, is told of each step before it is taken.
 *
 *     observe -> before          observe == applied?                          observe == before?
 *     [snapshot] -------> [apply] -----------------> [in force] ---> [restore] ---> [ended]
 *         book: intent -----^        book: in force ----^  book: restoring --^   book: ended
 *
 * A lease touches one setting and speaks AWS only through the clients it is handed.
 */
export interface Lease<Value extends Json = Json> extends Setting<Value> {
  /** How the fault ends by itself when everything that started it has died. */
  readonly expiry: Expiry;
  /** What the setting will be; a pure function of what it was. */
  changed(before: Value, terms: Terms): Value;
}

/** What a run tells a lease. */
export interface Terms {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The run's, for faults that draw lots. */
  readonly seed: number | string;
}

/**
 * - `configuration`: the value itself carries `expiresAt`, honoured by the injector in the function
 * - `policy`: the statement holds only until a date (`DateLessThan aws:CurrentTime`)
 * - `none`: it does not expire by itself; the journal and an undo must end it
 */
export type Expiry = "configuration" | "policy" | "none";

/** A setting that was changed, or may have been: all that is needed to give it back. */
export interface Change {
  /** Counts the changes of one run from 1. Of one setting the later is given back first. */
  readonly number: number;
  readonly setting: Setting;
  readonly before: Json;
  readonly applied: Json;
  /** Nobody waited for the answer to the change: it may still happen. */
  cutOff?: boolean;
}

/** A lease that may be in force. */
export interface Held extends Change {
  readonly action: string;
  readonly setting: Lease;
  readonly since: number;
  readonly expiresAt: number;
}

/** How a lease ended. */
export type Restoration =
  | { readonly outcome: "restored" }
  /** Somebody else changed the setting meanwhile; theirs was left alone. */
  | { readonly outcome: "drifted"; readonly found: Json }
  /** What the setting belonged to is not there any more. */
  | { readonly outcome: "gone" }
  | { readonly outcome: "failed"; readonly reason: string };

/** Keeps what outlives the process: an entry is durable when `write` returns. A world that dies with it needs none. */
export interface LeaseBook {
  write(entry: LeaseEntry): void;
}

/** A line of the book. Times are milliseconds since 1970. */
export type LeaseEntry =
  | {
      readonly kind: "intent";
      readonly number: number;
      readonly at: number;
      readonly action: string;
      readonly address: Address;
      readonly resource: string;
      readonly expiry: Expiry;
      readonly expiresAt: number;
      readonly before: Json;
      readonly applied: Json;
    }
  | { readonly kind: "in force" | "restoring"; readonly number: number; readonly at: number }
  | { readonly kind: "ended"; readonly number: number; readonly at: number; readonly restoration: Restoration };

/** Looks what is there, before anything is changed: from here on it can be put back. */
export async function snapshot(named: Named, lease: Lease, aws: Aws, now: number, terms: Terms): Promise<Held> {
  const before = await lease.observe(aws);
  const applied = lease.changed(before, terms);
  return { ...named, setting: lease, before, applied, since: now, expiresAt: terms.expiresAt };
}

/** Which action of a run takes a lease, and its number. */
export type Named = Pick<Held, "action" | "number">;

/** What the book is told before the lease is applied. */
export function intentOf({ number, action, setting, before, applied, since, expiresAt }: Held): LeaseEntry {
  const { address, resource, expiry } = setting;
  return { kind: "intent", number, at: since, action, address, resource, expiry, expiresAt, before, applied };
}

/**
 * Applies, and reads back. A setting that reads otherwise is put back at once; one that still reads as before may be
 * AWS taking its time (SQS promises a new attribute within a minute), so it is looked at again after `pause()`.
 */
export async function apply({ setting, before, applied }: Change, aws: Aws, pause: () => Promise<void>): Promise<void> {
  // To take a setting away is another right than to put it there. What may not be undone is not begun.
  if (before === null) await setting.put(aws, null);
  await setting.put(aws, applied);
  let found = await setting.observe(aws);
  for (let look = 1; look < LOOKS && !equal(setting, found, applied) && equal(setting, found, before); look++) {
    await pause();
    found = await setting.observe(aws);
  }
  if (equal(setting, found, applied)) return;
  await setting.put(aws, before);
  throw new Error(`${setting.resource} was set to ${JSON.stringify(applied)} and reads ${JSON.stringify(found)}`);
}

const LOOKS = 10;

/** Puts back exactly what was there, and reads it back; once. Throws what AWS throws. */
export async function restore({ setting, before, applied, cutOff }: Change, aws: Aws): Promise<Restoration> {
  const found = await setting.observe(aws);
  if (equal(setting, found, before)) {
    if (!cutOff || equal(setting, applied, before)) return { outcome: "restored" };
    throw new Unsettled(`${setting.resource}: nobody heard whether it was changed, and it may still be`);
  }
  if (!equal(setting, found, applied)) return { outcome: "drifted", found };
  await setting.put(aws, before);
  const after = await setting.observe(aws);
  if (equal(setting, after, before)) return { outcome: "restored" };
  throw new Unsettled(`${setting.resource} reads ${JSON.stringify(after)} after it was restored`);
}

/** Not as it should be yet; another look may find it so. */
export class Unsettled extends Error {}
