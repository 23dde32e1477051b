import type { AnsweredRequest, Call, House, Operations } from "../kernel/house.ts";
import { accessDenied } from "./errors.ts";
import { latencyOf } from "./latency.ts";
import { needsOf } from "./needs.ts";
import { absentOperations } from "./operations/absent.ts";
import { attributeOperations } from "./operations/attributes.ts";
import { bucketOperations } from "./operations/buckets.ts";
import { configurationOperations } from "./operations/configurations.ts";
import { copyOperations } from "./operations/copies.ts";
import { deletionOperations } from "./operations/deletions.ts";
import { lifecycleOperations } from "./operations/lifecycle.ts";
import { listingOperations } from "./operations/listings.ts";
import { metricsConfigurationOperations } from "./operations/metrics-configurations.ts";
import { objectOperations } from "./operations/objects.ts";
import { partOperations } from "./operations/parts.ts";
import { taggingOperations } from "./operations/tagging.ts";
import { uploadOperations } from "./operations/uploads.ts";
import type { S3Service } from "./service.ts";

/** S3 as the gateway sees it. */
export function s3House(s3: S3Service): House {
  return {
    name: "s3",
    operations: expectingOwner(s3, {
      ...absentOperations(s3),
      ...bucketOperations(s3),
      ...configurationOperations(s3),
      ...lifecycleOperations(s3),
      ...metricsConfigurationOperations(s3),
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
    policyOf: (arn) => s3.find(bucketOf(arn))?.configuration.policy,
    latencyOf,
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

/** `arn:aws:s3:::bucket/key` -> `bucket` */
function bucketOf(arn: string): string {
  const slash = arn.indexOf("/");
  return arn.slice("arn:aws:s3:::".length, slash < 0 ? undefined : slash);
}
