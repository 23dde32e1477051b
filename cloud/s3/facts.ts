/**
 * What can happen in S3. `bucket` is the bucket's name, `eTag` comes without its quotes, sizes are bytes. Versions are
 * told where a bucket keeps them.
 */
export type S3Fact =
  | { readonly kind: "BucketCreated" | "BucketDeleted"; readonly bucket: string }
  | {
      readonly kind: "BucketConfigured";
      readonly bucket: string;
      /** The operation that did it: `PutBucketNotificationConfiguration`. */
      readonly operation: string;
    }
  | {
      readonly kind: "ObjectCreated";
      readonly bucket: string;
      readonly key: string;
      readonly size: number;
      readonly eTag: string;
      readonly versionId?: string;
      /** `ObjectCreated:Put`, `ObjectCreated:Post`, `ObjectCreated:Copy`, `ObjectCreated:CompleteMultipartUpload` */
      readonly eventName: string;
    }
  | {
      readonly kind: "ObjectRead";
      readonly bucket: string;
      readonly key: string;
      readonly size: number;
      readonly versionId?: string;
    }
  | {
      readonly kind: "ObjectDeleted";
      readonly bucket: string;
      readonly key: string;
      /** Of the version that is gone, or of the delete marker that was made. */
      readonly versionId?: string;
      /** `ObjectRemoved:Delete`, `ObjectRemoved:DeleteMarkerCreated` */
      readonly eventName: string;
    }
  | {
      readonly kind: "ObjectsListed";
      readonly bucket: string;
      readonly prefix: string;
      /** Keys and common prefixes in the answer. */
      readonly count: number;
    }
  | { readonly kind: "ObjectTagged"; readonly bucket: string; readonly key: string; readonly eventName: string }
  | {
      readonly kind: "UploadInitiated" | "UploadAborted";
      readonly bucket: string;
      readonly key: string;
      readonly uploadId: string;
    }
  | {
      readonly kind: "NotificationDispatched";
      readonly bucket: string;
      /** "" in a test event. */
      readonly key: string;
      /** The destination's ARN. */
      readonly destination: string;
      /** `ObjectCreated:Put`, ...; `s3:TestEvent` */
      readonly eventName: string;
    }
  | RequestServed;

/** A request, answered or refused, that at least one metrics configuration of its bucket counts. */
export interface RequestServed {
  readonly kind: "RequestServed";
  readonly bucket: string;
  /** Absent for requests about the bucket. */
  readonly key?: string;
  readonly operation: string;
  readonly status: number;
  /** Milliseconds. */
  readonly latency: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly requestId: string;
  /** Ids of the metrics configurations that count it. */
  readonly filters: readonly string[];
}
