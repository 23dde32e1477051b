import { KeyIndex } from "./key-index.ts";
import type { DeleteMarker, StoredObject, Version } from "./object.ts";
import type { Upload } from "./upload.ts";
import { NULL_VERSION } from "./version-ids.ts";

/**
 * A bucket's keys and their versions, as a state machine that is told what was written.
 *
 *     not versioned:  put replaces the "null" version          delete removes it
 *     Enabled:        put adds a version                       delete adds a delete marker
 *     Suspended:      put replaces the "null" version only     delete puts a "null" delete marker in its place
 */
export class Bucket {
  readonly name: string;
  /** Undefined as long as versioning was never switched on. */
  versioning: "Enabled" | "Suspended" | undefined;
  /** Multipart uploads that are neither complete nor aborted, by id. */
  readonly uploads = new Map<string, Upload>();
  readonly keys = new KeyIndex();
  /** Oldest first. */
  readonly #versions = new Map<string, Version[]>();

  constructor(name: string) {
    this.name = name;
  }

  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** The newest version, be it an object or a delete marker. */
  newest(key: string): Version | undefined {
    return this.#versions.get(key)?.at(-1);
  }

  /** What GET without a version id finds. */
  current(key: string): StoredObject | undefined {
    const newest = this.newest(key);
    return newest?.isDeleteMarker ? undefined : newest;
  }

  version(key: string, versionId: string): Version | undefined {
    return this.#versions.get(key)?.find((version) => version.versionId === versionId);
  }

  /** Newest first. */
  versionsOf(key: string): Version[] {
    return [...(this.#versions.get(key) ?? [])].reverse();
  }

  /** Every version of every key, in no particular order. */
  *everything(): Iterable<Version> {
    for (const versions of this.#versions.values()) yield* versions;
  }

  /** Makes a version the newest of its key; a "null" version takes the place of the one before. */
  put(version: Version): void {
    const versions = this.#versions.get(version.key);
    if (!versions) {
      this.#versions.set(version.key, [version]);
      this.keys.add(version.key);
      return;
    }
    if (version.versionId === NULL_VERSION) drop(versions, NULL_VERSION);
    versions.push(version);
  }

  /** Takes a version away for good. */
  remove(key: string, versionId: string): Version | undefined {
    const versions = this.#versions.get(key);
    const removed = versions && drop(versions, versionId);
    if (versions?.length === 0) {
      this.#versions.delete(key);
      this.keys.delete(key);
    }
    return removed;
  }

  /** Deletes a key as DELETE without a version id does: `marker` is made for where versions are kept. */
  delete(key: string, marker: () => DeleteMarker): { removed?: Version | undefined; marker?: DeleteMarker } {
    if (this.versioning === undefined) return { removed: this.remove(key, NULL_VERSION) };
    const made = marker();
    this.put(made);
    return { marker: made };
  }
}

function drop(versions: Version[], versionId: string): Version | undefined {
  const at = versions.findIndex((version) => version.versionId === versionId);
  return at < 0 ? undefined : versions.splice(at, 1)[0];
}
