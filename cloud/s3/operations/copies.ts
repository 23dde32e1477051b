import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { checkActive } from "../archive.ts";
import { ALGORITHMS, type Algorithm, fullChecksum, md5 } from "../checksums.ts";
import { checkCopySource, checkWrite } from "../conditions.ts";
import type { BucketRecord } from "../configuration.ts";
import { checkReadable, shownEncryption } from "../encryption.ts";
import { invalidArgument, invalidRequest, notImplemented } from "../errors.ts";
import { shownExpiration } from "../expiration.ts";
import type { Draft, StoredObject } from "../object.ts";
import type { S3Service } from "../service.ts";
import { describeObject } from "./drafts.ts";
import { copied, shownVersion } from "./shown.ts";

/** Copying an object on S3's side. */
export function copyOperations(s3: S3Service) {
  return {
    CopyObject(input: S3.CopyObjectCommandInput, call: Call): Output<S3.CopyObjectCommandOutput> {
      const record = s3.get(input.Bucket);
      checkDirectives(input);
      const source = sourceOf(s3, input);
      if (isIllegal(input, record, source)) throw illegalCopy();
      const draft = draftOf(s3, record, input, source.object);
      checkWrite(input.Key!, record.bucket.current(input.Key!), input);
      const object = s3.put(record, input.Key!, draft, "ObjectCreated:Copy", call);
      return {
        CopyObjectResult: copied(object),
        ...sourceVersion(source),
        ...shownVersion(record.bucket, object),
        ...shownEncryption(object.encryption),
        ...shownExpiration(record, object),
      };
    },
  };
}

/** Whence something is copied. */
export interface Source {
  readonly record: BucketRecord;
  readonly object: StoredObject;
  readonly versionId: string | undefined;
}

type Sourced = Pick<
  S3.CopyObjectRequest,
  | "CopySource"
  | "CopySourceIfMatch"
  | "CopySourceIfModifiedSince"
  | "CopySourceIfNoneMatch"
  | "CopySourceIfUnmodifiedSince"
  | "CopySourceSSECustomerAlgorithm"
  | "CopySourceSSECustomerKey"
  | "CopySourceSSECustomerKeyMD5"
>;

/** Finds the source that a request names and checks the conditions on it. */
export function sourceOf(s3: S3Service, input: Sourced): Source {
  const { bucket, key, versionId } = parsedSource(input.CopySource);
  const record = s3.get(bucket);
  const object = sourceObject(s3, record, key, versionId);
  checkReadable(object.encryption, {
    SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
    SSECustomerKey: input.CopySourceSSECustomerKey,
    SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
  });
  checkActive(object, s3.now());
  const conditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  checkCopySource(object, conditions, s3.now());
  return { record, object, versionId };
}

/** `bucket/some/key?versionId=...`, url-encoded, with or without a slash before. */
export function parsedSource(source: string | undefined): { bucket: string; key: string; versionId?: string } {
  const [path = "", versionId] = (source ?? "").split("?versionId=");
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument("Invalid copy source object key", "x-amz-copy-source", "x-amz-copy-source");
  }
  return { bucket, key, ...(versionId !== undefined && { versionId }) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function sourceObject(s3: S3Service, record: BucketRecord, key: string, versionId: string | undefined): StoredObject {
  try {
    return s3.object(record, key, versionId, "GET");
  } catch (error) {
    if (!(error instanceof AwsError && error.status === 405)) throw error;
    throw invalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.");
  }
}

/** The version that was copied, where there are versions to tell apart. */
export function sourceVersion({ record, object }: Source): { CopySourceVersionId?: string } {
  return record.bucket.versioning === undefined || object.versionId === "null"
    ? {}
    : { CopySourceVersionId: object.versionId };
}

function checkDirectives({ MetadataDirective, TaggingDirective }: S3.CopyObjectCommandInput): void {
  const known = [undefined, "COPY", "REPLACE"];
  if (!known.includes(MetadataDirective)) {
    throw invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", MetadataDirective);
  }
  if (!known.includes(TaggingDirective)) {
    throw invalidArgument("Unknown tagging directive.", "x-amz-tagging-directive", TaggingDirective);
  }
}

/** A copy of an object onto itself must change something. */
function isIllegal(input: S3.CopyObjectCommandInput, record: BucketRecord, source: Source): boolean {
  const isSame = source.record === record && source.object.key === input.Key && source.versionId === undefined;
  const changes = input.MetadataDirective === "REPLACE" || input.StorageClass || input.ServerSideEncryption;
  return isSame && !changes && input.WebsiteRedirectLocation === undefined;
}

function illegalCopy() {
  return invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** Metadata and tags are copied unless a directive says that the request's own replace them. */
function draftOf(s3: S3Service, record: BucketRecord, input: S3.CopyObjectCommandInput, source: StoredObject): Draft {
  const described = describeObject(s3, record, input as S3.PutObjectRequest);
  const replaces = input.MetadataDirective === "REPLACE";
  const { WebsiteRedirectLocation } = described.headers;
  const kept = { ...source.headers };
  // A redirect is never copied along (CopyObject in the API reference).
  delete kept.WebsiteRedirectLocation;
  const headers = replaces
    ? described.headers
    : { ...kept, ...(WebsiteRedirectLocation && { WebsiteRedirectLocation }) };
  return {
    body: source.body,
    eTag: source.parts ? md5(source.body) : source.eTag,
    checksum: checksumOf(input.ChecksumAlgorithm, source),
    storageClass: described.storageClass,
    encryption: described.encryption,
    lock: described.lock,
    acl: described.acl,
    headers,
    metadata: replaces ? described.metadata : source.metadata,
    tags: input.TaggingDirective === "REPLACE" ? described.tags : source.tags,
  };
}

/** A copy is one piece, whatever its source was. */
function checksumOf(asked: string | undefined, { checksum, body }: StoredObject) {
  const algorithm = (asked ?? checksum.algorithm) as Algorithm;
  if (!ALGORITHMS.includes(algorithm)) throw notImplemented("x-amz-checksum-algorithm");
  if (algorithm === checksum.algorithm && checksum.type === "FULL_OBJECT") return checksum;
  return fullChecksum(algorithm, body);
}
