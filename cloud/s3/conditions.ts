import { conditionalConflict, noSuchKey, notImplemented, notModified, preconditionFailed } from "./errors.ts";
import type { StoredObject } from "./object.ts";

/** Conditional requests: on reads as RFC 9110 orders them, on writes as far as S3 goes. */

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** Throws 412 or 304 for a read whose conditions do not hold. */
export function checkRead(object: StoredObject, conditions: ReadConditions, now: number): void {
  const failed = failedRead(object, conditions, now);
  if (failed === "If-None-Match" || failed === "If-Modified-Since")
    throw notModified({ etag: `"${object.eTag}"`, "last-modified": new Date(object.modifiedAt).toUTCString() });
  if (failed) throw preconditionFailed(failed);
}

/** The same for the source of a copy, where every failure is a 412 and names the copy's header. */
export function checkCopySource(object: StoredObject, conditions: ReadConditions, now: number): void {
  const failed = failedRead(object, conditions, now);
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

/** An entity tag outweighs a date; a date in the future is no condition. */
function failedRead(object: StoredObject, conditions: ReadConditions, now: number) {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modifiedAt = wholeSeconds(object.modifiedAt);
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.eTag)) return "If-Match";
  } else if (IfUnmodifiedSince && modifiedAt > wholeSeconds(IfUnmodifiedSince.getTime())) return "If-Unmodified-Since";
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, object.eTag)) return "If-None-Match";
  } else if (IfModifiedSince && IfModifiedSince.getTime() <= now) {
    if (modifiedAt <= wholeSeconds(IfModifiedSince.getTime())) return "If-Modified-Since";
  }
  return undefined;
}

export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** Checks a write against what is there now. Of If-None-Match S3 takes only `*`, of If-Match only entity tags. */
export function checkWrite(key: string, current: StoredObject | undefined, conditions: WriteConditions): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfMatch === undefined && IfNoneMatch === undefined) return;
  if (IfMatch !== undefined && IfNoneMatch !== undefined) {
    throw notImplemented("If-Match,If-None-Match", "Multiple conditional request headers present in the request");
  }
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== "*") throw unacceptable("If-None-Match");
    if (current) throw preconditionFailed("If-None-Match");
    return;
  }
  if (IfMatch === "*") throw unacceptable("If-Match");
  if (!current) throw noSuchKey(key);
  if (!matches(IfMatch!, current.eTag)) throw preconditionFailed("If-Match");
}

/** The same for a multipart upload, which loses to whatever happened to its key since it began. */
export function checkCompletion(
  upload: { readonly key: string; readonly initiatedAt: number; readonly keyExisted: boolean },
  current: StoredObject | undefined,
  conditions: WriteConditions,
): void {
  checkWrite(upload.key, current, conditions);
  if (conditions.IfNoneMatch !== undefined && upload.keyExisted) throw conditionalConflict("If-None-Match", upload.key);
  if (conditions.IfMatch !== undefined && current && current.modifiedAt > upload.initiatedAt) {
    throw conditionalConflict("If-Match", upload.key);
  }
}

/** A delete's If-Match may be `*`: there must be something (user guide, "How to perform conditional deletes"). */
export function checkDelete(key: string, current: StoredObject | undefined, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (!matches(ifMatch, current.eTag)) throw preconditionFailed("If-Match");
}

function matches(sent: string, eTag: string): boolean {
  return sent === "*" || unquoted(sent) === eTag;
}

/** Entity tags come with and without their quotes. */
export function unquoted(eTag: string): string {
  return eTag.startsWith('"') && eTag.endsWith('"') ? eTag.slice(1, -1) : eTag;
}

/** HTTP dates have no fraction of a second. */
function wholeSeconds(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}

function unacceptable(header: string) {
  return notImplemented(header, `We don't accept the provided value of ${header} header for this API`);
}
