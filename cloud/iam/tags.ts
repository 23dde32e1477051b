import type * as Iam from "@aws-sdk/client-iam";
import { duplicateTags, quotaExceeded } from "./errors.ts";

/**
 * Tags of IAM's things. Keys of roles and users are compared whatever the case of their letters, those of policies and
 * instance profiles to the letter.
 */
export type Tagged = "role" | "user" | "policy" | "instance profile";

/** Throws InvalidInput when a key comes twice. */
export function readTags(tags: readonly Iam.Tag[] | undefined, of: Tagged): Record<string, string> {
  const keys = (tags ?? []).map(({ Key }) => comparable(Key!, of));
  if (new Set(keys).size < keys.length) throw duplicateTags(ignoresCase(of));
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key!, Value ?? ""]));
}

/** A key that is there already, if in other letters, gives way to the new one. */
export function addTags(to: Map<string, string>, tags: readonly Iam.Tag[] | undefined, of: Tagged): void {
  const added = Object.entries(readTags(tags, of));
  const kept = without(
    to,
    added.map(([key]) => key),
    of,
  );
  if (kept.length + added.length > MOST) throw quotaExceeded(QUOTAS[of], MOST);
  for (const [key, value] of added) {
    const known = [...to.keys()].find((other) => comparable(other, of) === comparable(key, of));
    if (known !== undefined && known !== key) to.delete(known);
    to.set(key, value);
  }
}

export function removeTags(from: Map<string, string>, keys: readonly string[], of: Tagged): void {
  const kept = without(from, keys, of);
  for (const key of [...from.keys()]) if (!kept.includes(key)) from.delete(key);
}

function without(tags: ReadonlyMap<string, string>, keys: readonly string[], of: Tagged): string[] {
  const gone = new Set(keys.map((key) => comparable(key, of)));
  return [...tags.keys()].filter((key) => !gone.has(comparable(key, of)));
}

export function shownTags(tags: ReadonlyMap<string, string>): Iam.Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Lists of a policy's tags have the shorter keys first, as recorded. */
export function listedTags(tags: ReadonlyMap<string, string>, of: Tagged): Iam.Tag[] {
  const shown = shownTags(tags);
  if (of !== "policy") return shown;
  return shown.sort(({ Key: a }, { Key: b }) => a!.length - b!.length || (a! < b! ? -1 : 1));
}

const ignoresCase = (of: Tagged) => of === "role" || of === "user";
const comparable = (key: string, of: Tagged) => (ignoresCase(of) ? key.toLowerCase() : key);

const MOST = 50;
/** Named after their neighbours among IAM's quotas. */
const QUOTAS: Readonly<Record<Tagged, string>> = {
  role: "TagsPerRole",
  user: "TagsPerUser",
  policy: "TagsPerPolicy",
  "instance profile": "TagsPerInstanceProfile",
};
