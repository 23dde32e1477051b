import type { Datum } from "../kernel/metric.ts";
import type { Bucket } from "./bucket.ts";
import type { RequestServed, S3Fact } from "./facts.ts";

/**
 * S3's metrics as the user guide's "Metrics and dimensions" has them: request metrics for whoever configured them,
 * storage metrics once a day. Object events have no metric of their own.
 */

/** What a fact adds to the request metrics: the same values under each filter that counts the request. */
export function metricsOf(fact: S3Fact): Datum[] {
  if (fact.kind !== "RequestServed") return [];
  const values = valuesOf(fact);
  return fact.filters.flatMap((FilterId) =>
    values.map(([name, value, unit]) => datum(name, value, unit, { BucketName: fact.bucket, FilterId })),
  );
}

type Value = readonly [name: string, value: number, unit: string];

/** The two error metrics are 0 or 1 for every request, so that their average is the error rate. */
function valuesOf({ operation, status, latency, bytesIn, bytesOut }: RequestServed): Value[] {
  const values: Value[] = [["AllRequests", 1, "Count"]];
  const kind = KINDS[operation];
  if (kind) values.push([`${kind}Requests`, 1, "Count"]);
  values.push(["4xxErrors", status >= 400 && status < 500 ? 1 : 0, "Count"]);
  values.push(["5xxErrors", status >= 500 ? 1 : 0, "Count"]);
  if (bytesIn > 0) values.push(["BytesUploaded", bytesIn, "Bytes"]);
  if (bytesOut > 0) values.push(["BytesDownloaded", bytesOut, "Bytes"]);
  // Bodies take no time of their own here, so the first byte comes with the last one.
  values.push(["FirstByteLatency", latency, "Milliseconds"], ["TotalRequestLatency", latency, "Milliseconds"]);
  return values;
}

/**
 * Requests for objects by their HTTP method; listings count apart, and DeleteObjects (a POST) as a delete. Requests
 * about a bucket's configuration count in AllRequests only, and a copy counts where it goes (S3 counts it as a read
 * where it comes from as well).
 */
const KINDS: Record<string, string> = {
  ...kindOf("Get", "GetObject GetObjectTagging GetObjectAcl GetObjectAttributes"),
  ...kindOf("Put", "PutObject CopyObject UploadPart UploadPartCopy PutObjectTagging PutObjectAcl"),
  ...kindOf("Delete", "DeleteObject DeleteObjects DeleteObjectTagging AbortMultipartUpload"),
  ...kindOf("Head", "HeadObject HeadBucket"),
  ...kindOf("Post", "PostObject CreateMultipartUpload CompleteMultipartUpload"),
  ...kindOf("List", "ListObjects ListObjectsV2 ListObjectVersions ListMultipartUploads ListParts"),
};

function kindOf(kind: string, operations: string): Record<string, string> {
  return Object.fromEntries(operations.split(" ").map((operation) => [operation, kind]));
}

/** What S3 says of a bucket's storage once a day: all versions, and the parts of unfinished uploads. */
export function storageOf(bucket: Bucket): Datum[] {
  const sizes = new Map<string, number>();
  let count = 0;
  const add = (storageClass: string, size: number) => {
    count++;
    sizes.set(storageClass, (sizes.get(storageClass) ?? 0) + size);
  };
  for (const version of bucket.everything()) {
    if (version.isDeleteMarker) count++;
    else add(version.storageClass, version.body.length);
  }
  for (const { plan, parts } of bucket.uploads.values()) {
    for (const part of parts) add(plan.storageClass, part.body.length);
  }
  const BucketName = bucket.name;
  return [
    ...[...sizes].map(([storageClass, size]) =>
      datum("BucketSizeBytes", size, "Bytes", { BucketName, StorageType: STORAGE_TYPES[storageClass] ?? storageClass }),
    ),
    datum("NumberOfObjects", count, "Count", { BucketName, StorageType: "AllStorageTypes" }),
  ];
}

/** CloudWatch's names for the storage classes that are served. */
const STORAGE_TYPES: Record<string, string> = {
  STANDARD: "StandardStorage",
  STANDARD_IA: "StandardIAStorage",
  ONEZONE_IA: "OneZoneIAStorage",
  REDUCED_REDUNDANCY: "ReducedRedundancyStorage",
  INTELLIGENT_TIERING: "IntelligentTieringFAStorage",
  GLACIER_IR: "GlacierInstantRetrievalStorage",
  GLACIER: "GlacierStorage",
  DEEP_ARCHIVE: "DeepArchiveStorage",
};

function datum(name: string, value: number, unit: string, dimensions: Record<string, string>): Datum {
  return { namespace: "AWS/S3", name, dimensions, value, unit };
}
