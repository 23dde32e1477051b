import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

export const Bucket = "documents-lab";

/** A new bucket, and short words for what is done with its objects. */
export async function aBucket(s3: S3Client) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  return {
    put: (Key: string, Body: string | Uint8Array = Key, more = {}) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: (Key: string, more = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more })),
    text: async (Key: string, more = {}) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body!.transformToString(),
    head: (Key: string, more = {}) => s3.send(new HeadObjectCommand({ Bucket, Key, ...more })),
  };
}
