import type * as S3 from "@aws-sdk/client-s3";
import { midnightAfter } from "./archive.ts";
import type { BucketRecord } from "./configuration.ts";
import type { StoredObject } from "./object.ts";

/**
 * When an object would go by its bucket's lifecycle, which answers say in a header (`x-amz-expiration`). Nothing goes
 * here; the header is what S3 writes.
 */
export function shownExpiration({ configuration }: BucketRecord, object: StoredObject): { Expiration?: string } {
  let first: { rule: S3.LifecycleRule; at: number } | undefined;
  for (const rule of configuration.lifecycle?.rules ?? []) {
    const at = rule.Status === "Enabled" && fits(rule, object) ? expiryOf(rule.Expiration, object) : undefined;
    if (at !== undefined && (!first || at < first.at)) first = { rule, at };
  }
  if (!first) return {};
  const { rule, at } = first;
  return { Expiration: `expiry-date="${new Date(at).toUTCString()}", rule-id="${encodeURIComponent(rule.ID!)}"` };
}

const DAY = 86_400_000;

function expiryOf(expiration: S3.LifecycleExpiration | undefined, { modifiedAt }: StoredObject): number | undefined {
  if (expiration?.Date) return expiration.Date.getTime();
  return expiration?.Days === undefined ? undefined : midnightAfter(modifiedAt + expiration.Days * DAY);
}

function fits({ Filter, Prefix }: S3.LifecycleRule, object: StoredObject): boolean {
  const { key, body, tags } = object;
  const asked = { Prefix, ...Filter, ...Filter?.And };
  const wanted = [...(Filter?.Tag ? [Filter.Tag] : []), ...(Filter?.And?.Tags ?? [])];
  return (
    key.startsWith(asked.Prefix ?? "") &&
    body.length > (asked.ObjectSizeGreaterThan ?? -1) &&
    body.length < (asked.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY) &&
    wanted.every(({ Key, Value }) => tags.some((tag) => tag.Key === Key && tag.Value === Value))
  );
}
