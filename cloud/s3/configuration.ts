import type * as S3 from "@aws-sdk/client-s3";
import type { Grants } from "./acl.ts";
import type { Bucket } from "./bucket.ts";
import type { Rule } from "./notification.ts";
import type { Tag } from "./object.ts";

/** A bucket and everything that was said about it. Times are milliseconds since 1970. */
export interface BucketRecord {
  readonly bucket: Bucket;
  readonly arn: string;
  readonly createdAt: number;
  readonly configuration: Configuration;
}

/** What a bucket is configured to be, in the API's shapes: stored as sent, with S3's defaults filled in. */
export interface Configuration {
  tags: readonly Tag[];
  policy: string | undefined;
  encryption: S3.ServerSideEncryptionRule;
  ownership: S3.ObjectOwnership | undefined;
  /** Absent: the owner's alone. */
  acl?: Grants | undefined;
  publicAccessBlock: S3.PublicAccessBlockConfiguration | undefined;
  /** Kept and given back; nothing expires by it. */
  lifecycle:
    | {
        readonly rules: readonly S3.LifecycleRule[];
        readonly minimumObjectSize: S3.TransitionDefaultMinimumObjectSize;
      }
    | undefined;
  /** Object lock: kept from the bucket's making, or switched on later; never off again. */
  lock: S3.ObjectLockConfiguration | undefined;
  notification: S3.NotificationConfiguration;
  /** The notification configuration, read. */
  rules: readonly Rule[];
  /** By id, as everything that a bucket can have several of; of these only metrics are acted on. */
  readonly metrics: Map<string, S3.MetricsConfiguration>;
  readonly analytics: Map<string, unknown>;
  readonly inventories: Map<string, unknown>;
  readonly tierings: Map<string, unknown>;
  /** Kept and given back. */
  acceleration: S3.BucketAccelerateStatus | undefined;
  payer: S3.Payer;
  logging: S3.LoggingEnabled | undefined;
  replication: S3.ReplicationConfiguration | undefined;
  website: S3.WebsiteConfiguration | undefined;
  cors: readonly S3.CORSRule[] | undefined;
}

/** Every bucket's encryption unless it was given another (since January 2023). */
export const DEFAULT_ENCRYPTION: S3.ServerSideEncryptionRule = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" },
  BucketKeyEnabled: false,
};

/** What a new bucket is: private, without ACLs, all public access blocked (since April 2023). */
export function newConfiguration(ownership: S3.ObjectOwnership | undefined, tags: readonly Tag[]): Configuration {
  return {
    tags,
    policy: undefined,
    encryption: DEFAULT_ENCRYPTION,
    ownership: ownership ?? "BucketOwnerEnforced",
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    lifecycle: undefined,
    lock: undefined,
    notification: {},
    rules: [],
    metrics: new Map(),
    analytics: new Map(),
    inventories: new Map(),
    tierings: new Map(),
    acceleration: undefined,
    payer: "BucketOwner",
    logging: undefined,
    replication: undefined,
    website: undefined,
    cors: undefined,
  };
}

/** The metrics configurations that count a request for a key, or one for the bucket, by their ids. */
export function countingFilters({ bucket, configuration }: BucketRecord, key: string | undefined): string[] {
  const ids: string[] = [];
  for (const [id, { Filter }] of configuration.metrics) {
    if (!Filter || (key !== undefined && fits(Filter, key, () => bucket.current(key)?.tags ?? []))) ids.push(id);
  }
  return ids;
}

function fits({ Prefix, Tag, And, AccessPointArn }: S3.MetricsFilter, key: string, tags: () => readonly Tag[]) {
  const has = (wanted: S3.Tag) => tags().some(({ Key, Value }) => Key === wanted.Key && Value === wanted.Value);
  // Nobody comes through an access point here.
  if (AccessPointArn !== undefined || And?.AccessPointArn !== undefined) return false;
  if (And) return key.startsWith(And.Prefix ?? "") && (And.Tags ?? []).every(has);
  return Tag ? has(Tag) : key.startsWith(Prefix ?? "");
}
