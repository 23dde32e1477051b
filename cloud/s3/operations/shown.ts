import type * as S3 from "@aws-sdk/client-s3";
import type { Bucket } from "../bucket.ts";
import { shownChecksum } from "../checksums.ts";
import type { StoredObject } from "../object.ts";
import type { S3Service } from "../service.ts";

/** What answers show of objects: the members that several operations share. */

/** Objects are encrypted with S3's own keys, always. */
export const ENCRYPTED = { ServerSideEncryption: "AES256" } as const;

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
export function shownObject(object: StoredObject) {
  const { ContentType = "binary/octet-stream", ...headers } = object.headers;
  return {
    AcceptRanges: "bytes",
    LastModified: shownTime(object.modifiedAt),
    ContentLength: object.body.length,
    ETag: quoted(object.eTag),
    ContentType,
    ...headers,
    Metadata: { ...object.metadata },
    ...ENCRYPTED,
    ...(object.storageClass !== "STANDARD" && { StorageClass: object.storageClass as S3.StorageClass }),
    ...(object.tags.length > 0 && { TagCount: object.tags.length }),
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

/** The checksum as answers to CopyObject carry it. */
export function copied(object: StoredObject) {
  return {
    ETag: quoted(object.eTag),
    LastModified: shownTime(object.modifiedAt),
    ...shownChecksum(object.checksum),
  };
}
