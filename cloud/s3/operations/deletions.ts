import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { checkDelete } from "../conditions.ts";
import type { BucketRecord } from "../configuration.ts";
import { invalidArgument, malformedXml, noSuchVersion, notImplemented } from "../errors.ts";
import { checkDeletable } from "../lock.ts";
import { deletionNeed } from "../needs.ts";
import type { Version } from "../object.ts";
import type { S3Service } from "../service.ts";

/** Deleting objects, one by one and by the thousand. */
export function deletionOperations(s3: S3Service) {
  return {
    DeleteObject(input: S3.DeleteObjectCommandInput, call: Call): Output<S3.DeleteObjectCommandOutput> {
      const record = s3.get(input.Bucket);
      checkBypass(record, input);
      checkServed(input);
      checkDelete(input.Key!, record.bucket.current(input.Key!), input.IfMatch);
      if (input.VersionId !== undefined) return deleteVersion(s3, record, input, call);
      const deleted = s3.delete(record, input.Key!, call);
      return deleted?.isDeleteMarker ? { DeleteMarker: true, VersionId: deleted.versionId } : {};
    },

    /** Each key has its own fate; a `Quiet` request hears of the failures only. */
    DeleteObjects(input: S3.DeleteObjectsCommandInput, call: Call): Output<S3.DeleteObjectsCommandOutput> {
      const record = s3.get(input.Bucket);
      checkBypass(record, input);
      const objects = input.Delete?.Objects ?? [];
      if (objects.length === 0 || objects.length > 1000) throw malformedXml();
      const Deleted: S3.DeletedObject[] = [];
      const Errors: S3._Error[] = [];
      for (const object of objects) {
        try {
          Deleted.push(deleteOne(s3, record, { ...object, bypasses: input.BypassGovernanceRetention === true }, call));
        } catch (error) {
          Errors.push(refusal(object, error));
        }
      }
      return {
        ...(!input.Delete?.Quiet && Deleted.length > 0 && { Deleted }),
        ...(Errors.length > 0 && { Errors }),
      };
    },
  };
}

/** A version that is gone already is deleted with the same answer. */
function deleteVersion(s3: S3Service, record: BucketRecord, input: S3.DeleteObjectCommandInput, call: Call) {
  const [key, versionId] = [input.Key!, input.VersionId!];
  const version = s3.version(record.bucket, key, versionId);
  checkUnlocked(s3, version, input.BypassGovernanceRetention === true);
  const removed = s3.deleteVersion(record, key, versionId, call);
  if (record.bucket.versioning === undefined) return {};
  return { VersionId: versionId, ...(removed?.isDeleteMarker && { DeleteMarker: true }) };
}

function deleteOne(
  s3: S3Service,
  record: BucketRecord,
  { Key, VersionId, ETag, bypasses }: S3.ObjectIdentifier & { bypasses: boolean },
  call: Call,
): S3.DeletedObject {
  const key = Key!;
  call.authorize?.(deletionNeed(record.arn, key, VersionId));
  checkDelete(key, record.bucket.current(key), ETag);
  if (VersionId !== undefined) checkUnlocked(s3, record.bucket.version(key, VersionId), bypasses);
  if (VersionId !== undefined) return deleteOneVersion(s3, record, key, VersionId, call);
  const deleted = s3.delete(record, key, call);
  // Unlike DeleteObject, the batch tells of keys that were not there.
  if (!deleted) s3.tell(record, { eventName: "ObjectRemoved:Delete", key }, call);
  return deleted?.isDeleteMarker
    ? { Key: key, DeleteMarker: true, DeleteMarkerVersionId: deleted.versionId }
    : { Key: key };
}

function deleteOneVersion(s3: S3Service, record: BucketRecord, key: string, versionId: string, call: Call) {
  const removed = s3.deleteVersion(record, key, versionId, call);
  if (!removed) throw noSuchVersion(key, versionId);
  return {
    Key: key,
    VersionId: versionId,
    ...(removed.isDeleteMarker && { DeleteMarker: true, DeleteMarkerVersionId: versionId }),
  };
}

function checkUnlocked(s3: S3Service, version: Version | undefined, bypasses: boolean): void {
  if (version && !version.isDeleteMarker) checkDeletable(version.lock, bypasses, s3.now());
}

/** Directory buckets compare sizes and times; these here do not, on AWS neither. */
function checkServed({ IfMatchSize, IfMatchLastModifiedTime }: S3.DeleteObjectCommandInput): void {
  if (IfMatchSize !== undefined) throw notImplemented("x-amz-if-match-size");
  if (IfMatchLastModifiedTime !== undefined) throw notImplemented("x-amz-if-match-last-modified-time");
}

/** The header is refused where it means nothing, whatever it says. */
function checkBypass({ configuration }: BucketRecord, input: { BypassGovernanceRetention?: boolean | undefined }) {
  if (configuration.lock || input.BypassGovernanceRetention === undefined) return;
  throw invalidArgument(
    "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
    "x-amz-bypass-governance-retention",
  );
}

function refusal({ Key, VersionId }: S3.ObjectIdentifier, error: unknown): S3._Error {
  if (!(error instanceof AwsError)) throw error;
  return { Key, ...(VersionId !== undefined && { VersionId }), Code: error.code, Message: error.message };
}
