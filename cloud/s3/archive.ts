import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../kernel/errors.ts";
import { invalidArgument, malformedXml } from "./errors.ts";
import type { StoredObject } from "./object.ts";

/**
 * Archived objects: kept in GLACIER or DEEP_ARCHIVE, and not to be read before a copy was restored, which takes hours
 * and stays for some days (user guide, "Restoring an archived object").
 */
export interface Restoration {
  /** When the copy is there, and when it goes again, in milliseconds since 1970. */
  readonly readyAt: number;
  readonly expiresAt: number;
}

const HOUR = 3_600_000;

/** The longest that the user guide says of each retrieval option ("Understanding archive retrieval options"). */
const TAKES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  GLACIER: { Expedited: HOUR / 12, Standard: 5 * HOUR, Bulk: 12 * HOUR },
  DEEP_ARCHIVE: { Standard: 12 * HOUR, Bulk: 48 * HOUR },
};

type Archived = Pick<StoredObject, "storageClass" | "restoration">;

function isArchived({ storageClass }: Archived): boolean {
  return TAKES[storageClass] !== undefined;
}

function isThawed(object: Archived, now: number): boolean {
  const { restoration } = object;
  return (
    !isArchived(object) || (restoration !== undefined && now >= restoration.readyAt && now < restoration.expiresAt)
  );
}

/** Throws what S3 says to whoever reads what is frozen. */
export function checkThawed(object: Archived, now: number): void {
  if (isThawed(object, now)) return;
  throw invalidState("The operation is not valid for the object's storage class", object);
}

/** The same for the source of a copy (CopyObject's errors in the API reference). */
export function checkActive(object: Archived, now: number): void {
  if (isThawed(object, now)) return;
  const text =
    "The source object of the COPY action is not in the active tier and is only stored in Amazon S3 Glacier.";
  throw new AwsError("ObjectNotInActiveTierError", text, 403);
}

/** Begins a restoration, or gives a restored copy more days. */
export function restored(object: Archived, request: S3.RestoreRequest | undefined, now: number): Restoration {
  const { Days, GlacierJobParameters, Tier = "Standard" } = request ?? {};
  const { storageClass, restoration } = object;
  if (!isArchived(object)) throw invalidState("Restore is not allowed for the object's current storage class", object);
  if (Days === undefined || Days < 1) throw malformedXml();
  const tier = GlacierJobParameters?.Tier ?? Tier;
  const takes = TAKES[storageClass]![tier];
  if (takes === undefined) {
    throw invalidArgument("Retrieval option is not supported by this storage class", "Tier", tier);
  }
  if (restoration && now < restoration.readyAt) {
    throw new AwsError("RestoreAlreadyInProgress", "Object restore is already in progress", 409);
  }
  const readyAt = isThawed(object, now) ? restoration!.readyAt : now + takes;
  return { readyAt, expiresAt: midnightAfter(Math.max(readyAt, now) + Days * 24 * HOUR) };
}

/** `x-amz-restore`: whether it still takes, or until when the copy is there. */
export function shownRestore({ restoration }: Archived, now: number): { Restore?: string } {
  if (!restoration || now >= restoration.expiresAt) return {};
  if (now < restoration.readyAt) return { Restore: 'ongoing-request="true"' };
  const expiry = new Date(restoration.expiresAt).toUTCString();
  return { Restore: `ongoing-request="false", expiry-date="${expiry}"` };
}

/** S3 lets things go at midnight UTC. */
export function midnightAfter(instant: number): number {
  return Math.ceil(instant / (24 * HOUR)) * 24 * HOUR;
}

function invalidState(message: string, { storageClass }: Archived): AwsError {
  return new AwsError("InvalidObjectState", message, 403, { StorageClass: storageClass });
}
