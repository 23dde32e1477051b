import type * as S3 from "@aws-sdk/client-s3";
import type { Need } from "../kernel/house.ts";
import { parsedSource } from "./operations/copies.ts";
import type { S3Service } from "./service.ts";

/**
 * What callers must be allowed to do, by IAM's action names. Where they differ from the operation's name they are from
 * the Service Authorization Reference ("Actions, resources, and condition keys for Amazon S3") and from the API
 * reference's "Permissions".
 */
const ACTIONS: Record<string, string> = {
  HeadBucket: "ListBucket",
  ListBuckets: "ListAllMyBuckets",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  ListMultipartUploads: "ListBucketMultipartUploads",
  ListParts: "ListMultipartUploadParts",
  HeadObject: "GetObject",
  CreateMultipartUpload: "PutObject",
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  DeleteBucketTagging: "PutBucketTagging",
  GetBucketEncryption: "GetEncryptionConfiguration",
  PutBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  ...namedConfigurationActions("Metrics", "Analytics", "Inventory", "IntelligentTiering"),
  GetBucketCors: "GetBucketCORS",
  PutBucketCors: "PutBucketCORS",
  DeleteBucketCors: "PutBucketCORS",
  GetBucketReplication: "GetReplicationConfiguration",
  PutBucketReplication: "PutReplicationConfiguration",
  DeleteBucketReplication: "PutReplicationConfiguration",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  SelectObjectContent: "GetObject",
};

/** Under each id there is one permission to read and one to write. */
function namedConfigurationActions(...kinds: string[]): Record<string, string> {
  return Object.assign(
    {},
    ...kinds.map((kind) => ({
      [`GetBucket${kind}Configuration`]: `Get${kind}Configuration`,
      [`PutBucket${kind}Configuration`]: `Put${kind}Configuration`,
      [`DeleteBucket${kind}Configuration`]: `Put${kind}Configuration`,
      [`ListBucket${kind}Configurations`]: `Get${kind}Configuration`,
    })),
  );
}

/** The actions that are others when they are about a version. */
const OF_VERSIONS: Record<string, string> = {
  GetObject: "GetObjectVersion",
  DeleteObject: "DeleteObjectVersion",
  GetObjectAcl: "GetObjectVersionAcl",
  PutObjectAcl: "PutObjectVersionAcl",
  GetObjectTagging: "GetObjectVersionTagging",
  PutObjectTagging: "PutObjectVersionTagging",
  DeleteObjectTagging: "DeleteObjectVersionTagging",
};

/** The members of inputs that needs depend on. */
interface Asked {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string;
  readonly CopySource?: string;
  readonly Tagging?: unknown;
  readonly IfMatch?: string;
  readonly BypassGovernanceRetention?: boolean;
  readonly ACL?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly Delete?: S3.Delete;
}

export function needsOf(s3: S3Service, operation: string, input: Asked): Need[] {
  // A browser asks beforehand as nobody.
  if (operation === "Preflight") return [];
  const arn = `arn:aws:s3:::${input.Bucket}`;
  if (input.Key === undefined) return bucketNeeds(operation, input, arn);
  const resource = `${arn}/${input.Key}`;
  switch (operation) {
    case "PutObject":
    case "PostObject":
    case "CreateMultipartUpload":
      return writeNeeds(input, resource);
    case "CopyObject":
    case "UploadPartCopy":
      return [...sourceNeeds(input), ...writeNeeds(input, resource)];
    case "DeleteObject":
      return [
        objectNeed("DeleteObject", input.VersionId, resource),
        ...comparisonNeeds(input, resource),
        ...bypassNeeds(input, resource),
      ];
    case "PutObjectRetention":
      return [objectNeed(operation, input.VersionId, resource), ...bypassNeeds(input, resource)];
    case "GetObject":
    case "HeadObject":
      return [...readNeeds(input, resource), ...absenceNeeds(s3, input, arn)];
    case "GetObjectAttributes":
      return [...readNeeds(input, resource), { action: `s3:${attributesAction(input)}`, resource }];
    default:
      return [objectNeed(ACTIONS[operation] ?? operation, input.VersionId, resource)];
  }
}

/** DeleteObjects needs one permission per key, and asks for it key by key: see `deletionNeed`. */
function bucketNeeds(operation: string, input: Asked, arn: string): Need[] {
  if (operation === "DeleteObjects") return bypassNeeds(input, `${arn}/*`);
  const action = `s3:${ACTIONS[operation] ?? operation}`;
  if (operation === "ListBuckets") return [{ action, resource: "*" }];
  const context = listingContext(input);
  return [{ action, resource: arn, ...(context && { context }) }];
}

/** What deleting one key of many needs. */
export function deletionNeed(bucketArn: string, key: string, versionId: string | undefined): Need {
  return objectNeed("DeleteObject", versionId, `${bucketArn}/${key}`);
}

function objectNeed(action: string, versionId: string | undefined, resource: string): Need {
  if (versionId === undefined) return { action: `s3:${action}`, resource };
  return { action: `s3:${OF_VERSIONS[action] ?? action}`, resource, context: { "s3:VersionId": versionId } };
}

function readNeeds({ VersionId }: Asked, resource: string): Need[] {
  return [objectNeed("GetObject", VersionId, resource)];
}

/** Who may not list a bucket is not told that a key is missing: S3 answers 403 where others see a 404. */
function absenceNeeds(s3: S3Service, { Bucket, Key, VersionId }: Asked, arn: string): Need[] {
  const record = s3.find(Bucket ?? "");
  if (!record || VersionId !== undefined || record.bucket.newest(Key!)) return [];
  return [{ action: "s3:ListBucket", resource: arn }];
}

/** Tags that come along with an object are a permission of their own. */
function writeNeeds(input: Asked, resource: string): Need[] {
  const context = writeContext(input);
  const need = { action: "s3:PutObject", resource, ...(context && { context }) };
  return input.Tagging ? [need, { action: "s3:PutObjectTagging", resource }] : [need];
}

/** What an object is to be, which policies on uploads read. */
function writeContext({ ACL, StorageClass, ServerSideEncryption }: Asked): Record<string, string> | undefined {
  if (ACL === undefined && StorageClass === undefined && ServerSideEncryption === undefined) return undefined;
  return {
    ...(ACL !== undefined && { "s3:x-amz-acl": ACL }),
    ...(StorageClass !== undefined && { "s3:x-amz-storage-class": StorageClass }),
    ...(ServerSideEncryption !== undefined && { "s3:x-amz-server-side-encryption": ServerSideEncryption }),
  };
}

/** Who makes a delete depend on an entity tag must be allowed to know it. */
function comparisonNeeds({ IfMatch }: Asked, resource: string): Need[] {
  return IfMatch === undefined || IfMatch === "*" ? [] : [{ action: "s3:GetObject", resource }];
}

function bypassNeeds({ BypassGovernanceRetention }: Asked, resource: string): Need[] {
  return BypassGovernanceRetention ? [{ action: "s3:BypassGovernanceRetention", resource }] : [];
}

function sourceNeeds({ CopySource }: Asked): Need[] {
  const { bucket, key, versionId } = parsedSource(CopySource);
  return [objectNeed("GetObject", versionId, `arn:aws:s3:::${bucket}/${key}`)];
}

function attributesAction({ VersionId }: Asked): string {
  return VersionId === undefined ? "GetObjectAttributes" : "GetObjectVersionAttributes";
}

/** What a listing asks for, which policies on prefixes read. */
function listingContext({ Prefix, Delimiter, MaxKeys }: Asked): Record<string, string> | undefined {
  if (Prefix === undefined && Delimiter === undefined && MaxKeys === undefined) return undefined;
  return {
    ...(Prefix !== undefined && { "s3:prefix": Prefix }),
    ...(Delimiter !== undefined && { "s3:delimiter": Delimiter }),
    ...(MaxKeys !== undefined && { "s3:max-keys": String(MaxKeys) }),
  };
}
