import type { AnsweredRequest, Call, CrossOrigin, House, Operations } from "../kernel/house.ts";
import { statementsOf } from "./acl.ts";
import { sharingHeaders } from "./cors.ts";
import { accessDenied } from "./errors.ts";
import { latencyOf } from "./latency.ts";
import { needsOf } from "./needs.ts";
import { absentOperations } from "./operations/absent.ts";
import { aclOperations } from "./operations/acls.ts";
import { attributeOperations } from "./operations/attributes.ts";
import { bucketOperations } from "./operations/buckets.ts";
import { configurationOperations } from "./operations/configurations.ts";
import { copyOperations } from "./operations/copies.ts";
import { deletionOperations } from "./operations/deletions.ts";
import { lifecycleOperations } from "./operations/lifecycle.ts";
import { listingOperations } from "./operations/listings.ts";
import { lockOperations } from "./operations/locks.ts";
import { namedConfigurationOperations } from "./operations/named-configurations.ts";
import { objectOperations } from "./operations/objects.ts";
import { partOperations } from "./operations/parts.ts";
import { restorationOperations } from "./operations/restorations.ts";
import { settingOperations } from "./operations/settings.ts";
import { sharingOperations } from "./operations/sharing.ts";
import { taggingOperations } from "./operations/tagging.ts";
import { uploadOperations } from "./operations/uploads.ts";
import { websiteOperations } from "./operations/websites.ts";
import type { S3Service } from "./service.ts";

/** S3 as the gateway sees it. */
export function s3House(s3: S3Service): House {
  return {
    name: "s3",
    operations: expectingOwner(s3, {
      ...absentOperations(s3),
      ...aclOperations(s3),
      ...bucketOperations(s3),
      ...configurationOperations(s3),
      ...lifecycleOperations(s3),
      ...lockOperations(s3),
      ...namedConfigurationOperations(s3),
      ...restorationOperations(s3),
      ...settingOperations(s3),
      ...sharingOperations(s3),
      ...websiteOperations(s3),
      ...objectOperations(s3),
      ...attributeOperations(s3),
      ...deletionOperations(s3),
      ...copyOperations(s3),
      ...listingOperations(s3),
      ...taggingOperations(s3),
      ...uploadOperations(s3),
      ...partOperations(s3),
    }),
    needs: (operation, input: Parameters<typeof needsOf>[2]) => needsOf(s3, operation, input),
    policyOf: (arn) => policyOf(s3, arn),
    latencyOf,
    headersOf: (operation, { Bucket }, request) => headersOf(s3, operation, String(Bucket), request),
    observe: (request: AnsweredRequest) => s3.observe(request),
  };
}

/** Any request may say whose bucket it means, and is refused when that is somebody else. */
function expectingOwner(s3: S3Service, operations: Operations): Operations {
  const guarded = Object.entries(operations).map(([name, work]) => [
    name,
    (input: { ExpectedBucketOwner?: string }, call: Call) => {
      const expected = input.ExpectedBucketOwner;
      if (expected !== undefined && expected !== s3.place.accountId) throw accessDenied();
      return work(input, call);
    },
  ]);
  return Object.fromEntries(guarded);
}

/** A listing says where its bucket is, and any answer whether a page of another origin may read it. */
function headersOf(s3: S3Service, operation: string, bucket: string, request: CrossOrigin | undefined) {
  const isListing = operation === "ListObjectsV2" || operation === "ListObjects";
  const record = isListing || request ? s3.find(bucket) : undefined;
  if (!record) return undefined;
  const { cors } = record.configuration;
  return {
    ...(isListing && { "x-amz-bucket-region": s3.place.region }),
    ...(request && cors && sharingHeaders(cors, request)),
  };
}

/** The policy of a bucket, and what ACLs grant to everybody, which is said in a policy's words. */
function policyOf(s3: S3Service, arn: string): string | undefined {
  const slash = arn.indexOf("/");
  const bucketArn = slash < 0 ? arn : arn.slice(0, slash);
  const record = s3.find(bucketArn.slice("arn:aws:s3:::".length));
  if (!record) return undefined;
  const { policy, ownership, publicAccessBlock, acl } = record.configuration;
  if (ownership === "BucketOwnerEnforced" || publicAccessBlock?.IgnorePublicAcls) return policy;
  const object = slash < 0 ? undefined : record.bucket.current(arn.slice(slash + 1));
  const granted = [
    ...(acl ? statementsOf(acl, "bucket", bucketArn) : []),
    ...(object?.acl ? statementsOf(object.acl, "object", arn) : []),
  ];
  if (granted.length === 0) return policy;
  const { Version = "2012-10-17", Statement = [] } = policy === undefined ? {} : JSON.parse(policy);
  return JSON.stringify({ Version, Statement: [Statement, granted].flat() });
}
