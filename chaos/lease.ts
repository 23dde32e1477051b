import type { Aws } from "./aws.ts";

/** Anything JSON can say; what a lease remembers must survive in a journal. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * A fault as a lease on one piece of configuration: what was there is remembered, what is put there is read back, and
 * at the end exactly what was there is put back and read back.
 *
 *     observe -> before                     observe == expected?            observe == before?
 *     [snapshot] ----------> [apply] ------> [in force] -----> [restore] --> [closed]
 *
 * A lease touches one setting and speaks AWS only through the clients it is handed.
 */
export interface Lease<Setting extends Json = Json> {
  /** The ARN or name of what is changed, for people and for the journal. */
  readonly resource: string;
  /** How the fault ends by itself when everything that started it has died. */
  readonly expiry: Expiry;
  /** What AWS says the setting is now. */
  observe(aws: Aws): Promise<Setting>;
  /** What the setting will be; a pure function of what it was. */
  changed(before: Setting, terms: Terms): Setting;
  /** Puts a setting there. */
  put(aws: Aws, setting: Setting): Promise<void>;
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

/** A lease that may be in force. */
export interface Held {
  readonly name: string;
  readonly lease: Lease;
  readonly before: Json;
  readonly applied: Json;
  readonly since: number;
  readonly expiresAt: number;
}

/** How a lease ended. */
export type Restoration =
  | { readonly outcome: "restored" }
  /** Somebody else changed the setting meanwhile; theirs was left alone. */
  | { readonly outcome: "drifted"; readonly found: Json }
  | { readonly outcome: "failed"; readonly reason: string };

/** Looks what is there, before anything is changed: from here on `restore` can put it back. */
export async function snapshot(name: string, lease: Lease, aws: Aws, now: number, terms: Terms): Promise<Held> {
  const before = await lease.observe(aws);
  return { name, lease, before, applied: lease.changed(before, terms), since: now, expiresAt: terms.expiresAt };
}

/** Applies, and reads back. A setting that reads otherwise is put back at once. */
export async function apply({ lease, before, applied }: Held, aws: Aws): Promise<void> {
  await lease.put(aws, applied);
  const found = await lease.observe(aws);
  if (same(found, applied)) return;
  await lease.put(aws, before);
  throw new Error(`${lease.resource} was set to ${JSON.stringify(applied)} and reads ${JSON.stringify(found)}`);
}

/** Puts back exactly what was there, and reads it back. Never throws: a failed restore is a result, the loudest one. */
export async function restore({ lease, before, applied }: Held, aws: Aws): Promise<Restoration> {
  try {
    const found = await lease.observe(aws);
    if (same(found, before)) return { outcome: "restored" };
    if (!same(found, applied)) return { outcome: "drifted", found };
    await lease.put(aws, before);
    const after = await lease.observe(aws);
    if (same(after, before)) return { outcome: "restored" };
    return { outcome: "failed", reason: `${lease.resource} reads ${JSON.stringify(after)} after it was restored` };
  } catch (error) {
    return {
      outcome: "failed",
      reason: `${lease.resource}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Equal as JSON values: the order of a structure's members does not count. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), b as Record<string, Json>];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === Object.keys(b).length &&
    left.every(([name, value]) => Object.hasOwn(right, name) && same(value, right[name]!))
  );
}
