import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../../kernel/errors.ts";
import type { Call, Output } from "../../kernel/house.ts";
import { type Grants, grantsOf, isPublic, privateAcl, type SentAcl } from "../acl.ts";
import type { BucketRecord } from "../configuration.ts";
import { accessDenied, aclNotSupported } from "../errors.ts";
import type { S3Service } from "../service.ts";
import { shownOwner } from "./shown.ts";
import { taggable } from "./tagging.ts";

/** Access control lists of buckets and objects. Where the bucket's owner owns all there is, they are out of use. */
export function aclOperations(s3: S3Service) {
  const shown = (grants: Grants | undefined) => ({
    Owner: shownOwner(s3),
    Grants: [...(grants ?? privateAcl(s3.owner.canonicalId))],
  });
  return {
    PutBucketAcl(input: S3.PutBucketAclCommandInput): Output<S3.PutBucketAclCommandOutput> {
      const record = s3.get(input.Bucket);
      record.configuration.acl = newGrants(s3, record, input);
      s3.configured(input.Bucket!, "PutBucketAcl");
      return {};
    },

    GetBucketAcl({ Bucket }: S3.GetBucketAclCommandInput): Output<S3.GetBucketAclCommandOutput> {
      return shown(s3.get(Bucket).configuration.acl);
    },

    PutObjectAcl(input: S3.PutObjectAclCommandInput, call: Call): Output<S3.PutObjectAclCommandOutput> {
      const { record, object } = taggable(s3, input, "PUT");
      const grants = newGrants(s3, record, input);
      const before = object.acl ?? privateAcl(s3.owner.canonicalId);
      object.acl = grants;
      // What changes nothing is no event (user guide, "Event notification types").
      if (JSON.stringify(before) !== JSON.stringify(grants)) {
        const { key, eTag } = object;
        s3.tell(record, { eventName: "ObjectAcl:Put", key, eTag, ...eventVersion(record, object.versionId) }, call);
      }
      return {};
    },

    GetObjectAcl(input: S3.GetObjectAclCommandInput): Output<S3.GetObjectAclCommandOutput> {
      const object = s3.object(s3.get(input.Bucket), input.Key!, input.VersionId, "GET");
      return shown(object.acl);
    },
  };
}

function eventVersion({ bucket }: BucketRecord, versionId: string) {
  return bucket.versioning === undefined ? {} : { versionId };
}

function newGrants(s3: S3Service, record: BucketRecord, input: SentAcl): Grants {
  if (record.configuration.ownership === "BucketOwnerEnforced") throw aclNotSupported();
  const grants = grantsOf(input, s3.owner.canonicalId);
  if (!grants) throw missingAcl();
  checkBlocked(record, grants);
  return grants;
}

/** The list a new object comes with; undefined when it is the owner's alone. */
export function aclOfNew(s3: S3Service, record: BucketRecord, sent: SentAcl): Grants | undefined {
  const isOwners = sent.ACL === undefined || sent.ACL === "bucket-owner-full-control";
  const enforced = record.configuration.ownership === "BucketOwnerEnforced";
  const grants = grantsOf(sent, s3.owner.canonicalId);
  if (!grants) return undefined;
  if (enforced && !(isOwners && sent.ACL !== undefined)) throw aclNotSupported();
  checkBlocked(record, grants);
  return grants;
}

function checkBlocked({ configuration }: BucketRecord, grants: Grants): void {
  if (configuration.publicAccessBlock?.BlockPublicAcls && isPublic(grants)) throw accessDenied();
}

function missingAcl(): AwsError {
  return new AwsError("MissingSecurityHeader", "Your request was missing a required header", 400, {
    MissingHeaderName: "x-amz-acl",
  });
}
