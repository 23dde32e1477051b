import type * as S3 from "@aws-sdk/client-s3";
import { shownRestore } from "../archive.ts";
import type { Bucket } from "../bucket.ts";
import { shownChecksum } from "../checksums.ts";
import { shownEncryption } from "../encryption.ts";
import type { Lock } from "../lock.ts";
import type { StoredObject } from "../object.ts";
import type { S3Service } from "../service.ts";

/** What answers show of objects: the members that several operations share. */

/** HTTP dates and listings show whole seconds. */
export function shownTime(instant: number): Date {
  return new Date(Math.floor(instant / 1000) * 1000);
}

export function quoted(eTag: string): string {
  return `"${eTag}"`;
}

export function shownOwner({ owner }: S3Service): { ID: string } {
  return { ID: owner.canonicalId };
}

/** The version of an object, where its bucket keeps versions. */
export function shownVersion(bucket: Bucket, { versionId }: StoredObject): { VersionId?: string } {
  return bucket.versioning === undefined ? {} : { VersionId: versionId };
}

/** The version that a write has made; none where versions are not kept any longer. */
export function writtenVersion(bucket: Bucket, { versionId }: StoredObject): { VersionId?: string } {
  return bucket.versioning === "Enabled" ? { VersionId: versionId } : {};
}

/** The members of GetObject's and HeadObject's answers that do not depend on what was asked. */
export function shownObject(object: StoredObject, now: number) {
  const { ContentType = "binary/octet-stream", ...headers } = object.headers;
  return {
    AcceptRanges: "bytes",
    LastModified: shownTime(object.modifiedAt),
    ContentLength: object.body.length,
    ETag: quoted(object.eTag),
    ContentType,
    ...headers,
    Metadata: { ...object.metadata },
    ...shownEncryption(object.encryption),
    ...(object.storageClass !== "STANDARD" && { StorageClass: object.storageClass as S3.StorageClass }),
    ...(object.tags.length > 0 && { TagCount: object.tags.length }),
    ...shownLock(object.lock),
    ...shownRestore(object, now),
  };
}

function shownLock({ retention, legalHold }: Lock) {
  return {
    ...(retention && { ObjectLockMode: retention.mode, ObjectLockRetainUntilDate: new Date(retention.until) }),
    ...(legalHold !== undefined && { ObjectLockLegalHoldStatus: legalHold }),
  };
}

/** An entry of a listing. */
export function listed({ key, modifiedAt, eTag, checksum, body, storageClass }: StoredObject) {
  return {
    Key: key,
    LastModified: shownTime(modifiedAt),
    ETag: quoted(eTag),
    ChecksumAlgorithm: [checksum.algorithm] as S3.ChecksumAlgorithm[],
    ChecksumType: checksum.type,
    Size: body.length,
    StorageClass: storageClass as S3.ObjectStorageClass,
  };
}

/** What answers to CopyObject say of the copy: its checksum, without the type that all copies have. */
export function copied({ eTag, modifiedAt, checksum }: StoredObject) {
  const { ChecksumType, ...sum } = shownChecksum(checksum);
  return { ETag: quoted(eTag), LastModified: shownTime(modifiedAt), ...sum };
}
