import type * as S3 from "@aws-sdk/client-s3";
import type { Operations, Output } from "../../kernel/house.ts";
import { aclNotSupported, notConfigured, notImplemented } from "../errors.ts";
import type { S3Service } from "../service.ts";

/**
 * What a bucket here never has. Reading it gets the answer of a bucket that was never given it; giving it gets
 * NotImplemented, so that nobody believes in a website or a replica that is not there.
 */

type OfBucket = { readonly Bucket?: string | undefined };

/** Operation, code and text of the 404 for what was never configured. */
const ABSENT = [
  ["GetBucketCors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"],
  ["GetBucketWebsite", "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"],
  ["GetBucketReplication", "ReplicationConfigurationNotFoundError", "The replication configuration was not found"],
  [
    "GetObjectLockConfiguration",
    "ObjectLockConfigurationNotFoundError",
    "Object Lock configuration does not exist for this bucket",
  ],
] as const;

/** Deleting what is not there succeeds. */
const NOTHING_TO_DELETE = ["DeleteBucketCors", "DeleteBucketWebsite", "DeleteBucketReplication"];

const NOT_SERVED = [
  "PutBucketCors",
  "PutBucketWebsite",
  "PutBucketReplication",
  "PutObjectLockConfiguration",
  "PutObjectLegalHold",
  "PutObjectRetention",
  "PutBucketAccelerateConfiguration",
  "PutBucketLogging",
  "PutBucketRequestPayment",
  "RestoreObject",
  "SelectObjectContent",
];

export function absentOperations(s3: S3Service): Operations {
  const absent = ABSENT.map(([operation, code, text]) => {
    const refuse = ({ Bucket }: OfBucket) => {
      s3.get(Bucket);
      throw notConfigured(code, text, Bucket!);
    };
    return [operation, refuse] as const;
  });
  const succeed = ({ Bucket }: OfBucket) => {
    s3.get(Bucket);
    return {};
  };
  const refuse = ({ Bucket }: OfBucket) => {
    s3.get(Bucket);
    throw notImplemented();
  };
  return {
    ...Object.fromEntries(absent),
    ...Object.fromEntries(NOTHING_TO_DELETE.map((operation) => [operation, succeed])),
    ...Object.fromEntries(NOT_SERVED.map((operation) => [operation, refuse])),
    ...defaultOperations(s3),
  };
}

/** Settings that every bucket has, at their defaults. */
function defaultOperations(s3: S3Service) {
  const fullControl = () => ({
    Owner: { ID: s3.owner.canonicalId },
    Grants: [
      { Grantee: { ID: s3.owner.canonicalId, Type: "CanonicalUser" as const }, Permission: "FULL_CONTROL" as const },
    ],
  });
  const refuseAcl = ({ Bucket }: OfBucket): never => {
    const { ownership } = s3.get(Bucket).configuration;
    throw ownership === "BucketOwnerEnforced" ? aclNotSupported() : notImplemented("x-amz-acl");
  };
  return {
    GetBucketAccelerateConfiguration({ Bucket }: OfBucket): Output<S3.GetBucketAccelerateConfigurationCommandOutput> {
      s3.get(Bucket);
      return {};
    },

    GetBucketLogging({ Bucket }: OfBucket): Output<S3.GetBucketLoggingCommandOutput> {
      s3.get(Bucket);
      return {};
    },

    GetBucketRequestPayment({ Bucket }: OfBucket): Output<S3.GetBucketRequestPaymentCommandOutput> {
      s3.get(Bucket);
      return { Payer: "BucketOwner" };
    },

    GetBucketAcl({ Bucket }: OfBucket): Output<S3.GetBucketAclCommandOutput> {
      s3.get(Bucket);
      return fullControl();
    },

    GetObjectAcl(input: S3.GetObjectAclCommandInput): Output<S3.GetObjectAclCommandOutput> {
      s3.object(s3.get(input.Bucket), input.Key!, input.VersionId, "GET");
      return fullControl();
    },

    PutBucketAcl: refuseAcl,
    PutObjectAcl: refuseAcl,
  };
}
