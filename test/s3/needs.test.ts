import { expect } from "chai";
import { aBucket, bytes } from "./a-s3.ts";

const BUCKET = "arn:aws:s3:::documents";

describe("the permissions of an operation", () => {
  const table: [operation: string, input: object, needs: string[]][] = [
    ["PutObject", { Key: "a" }, [`s3:PutObject ${BUCKET}/a`]],
    ["PutObject", { Key: "a", Tagging: "t=1" }, [`s3:PutObject ${BUCKET}/a`, `s3:PutObjectTagging ${BUCKET}/a`]],
    ["GetObject", { Key: "there" }, [`s3:GetObject ${BUCKET}/there`]],
    ["HeadObject", { Key: "there" }, [`s3:GetObject ${BUCKET}/there`]],
    ["GetObject", { Key: "missing" }, [`s3:GetObject ${BUCKET}/missing`, `s3:ListBucket ${BUCKET}`]],
    ["GetObject", { Key: "there", VersionId: "v" }, [`s3:GetObjectVersion ${BUCKET}/there s3:VersionId=v`]],
    [
      "PutObject",
      { Key: "a", ServerSideEncryption: "AES256", StorageClass: "STANDARD_IA" },
      [`s3:PutObject ${BUCKET}/a s3:x-amz-storage-class=STANDARD_IA s3:x-amz-server-side-encryption=AES256`],
    ],
    ["DeleteObject", { Key: "a" }, [`s3:DeleteObject ${BUCKET}/a`]],
    ["DeleteObject", { Key: "a", IfMatch: "*" }, [`s3:DeleteObject ${BUCKET}/a`]],
    ["DeleteObject", { Key: "a", IfMatch: "e" }, [`s3:DeleteObject ${BUCKET}/a`, `s3:GetObject ${BUCKET}/a`]],
    ["DeleteObject", { Key: "a", VersionId: "v" }, [`s3:DeleteObjectVersion ${BUCKET}/a s3:VersionId=v`]],
    [
      "DeleteObjects",
      { Delete: { Objects: [{ Key: "a" }, { Key: "b", VersionId: "v" }] } },
      // Asked for key by key, while the request is served: one refusal must not refuse the others.
      [],
    ],
    [
      "CopyObject",
      { Key: "b", CopySource: "other/a%20b" },
      ["s3:GetObject arn:aws:s3:::other/a b", `s3:PutObject ${BUCKET}/b`],
    ],
    ["CreateMultipartUpload", { Key: "a" }, [`s3:PutObject ${BUCKET}/a`]],
    ["UploadPart", { Key: "a" }, [`s3:PutObject ${BUCKET}/a`]],
    ["CompleteMultipartUpload", { Key: "a" }, [`s3:PutObject ${BUCKET}/a`]],
    ["AbortMultipartUpload", { Key: "a" }, [`s3:AbortMultipartUpload ${BUCKET}/a`]],
    ["ListParts", { Key: "a" }, [`s3:ListMultipartUploadParts ${BUCKET}/a`]],
    ["ListMultipartUploads", {}, [`s3:ListBucketMultipartUploads ${BUCKET}`]],
    [
      "GetObjectAttributes",
      { Key: "there" },
      [`s3:GetObject ${BUCKET}/there`, `s3:GetObjectAttributes ${BUCKET}/there`],
    ],
    ["PutObjectTagging", { Key: "a", VersionId: "v" }, [`s3:PutObjectVersionTagging ${BUCKET}/a s3:VersionId=v`]],
    ["ListObjectsV2", { Prefix: "input/" }, [`s3:ListBucket ${BUCKET} s3:prefix=input/`]],
    ["ListObjects", { Delimiter: "/", MaxKeys: 5 }, [`s3:ListBucket ${BUCKET} s3:delimiter=/ s3:max-keys=5`]],
    ["HeadBucket", {}, [`s3:ListBucket ${BUCKET}`]],
    ["ListObjectVersions", {}, [`s3:ListBucketVersions ${BUCKET}`]],
    ["ListBuckets", { Bucket: undefined }, ["s3:ListAllMyBuckets *"]],
    ["CreateBucket", {}, [`s3:CreateBucket ${BUCKET}`]],
    ["PutBucketNotificationConfiguration", {}, [`s3:PutBucketNotification ${BUCKET}`]],
    ["GetBucketNotificationConfiguration", {}, [`s3:GetBucketNotification ${BUCKET}`]],
    ["PutBucketEncryption", {}, [`s3:PutEncryptionConfiguration ${BUCKET}`]],
    ["DeleteBucketLifecycle", {}, [`s3:PutLifecycleConfiguration ${BUCKET}`]],
    ["PutBucketMetricsConfiguration", {}, [`s3:PutMetricsConfiguration ${BUCKET}`]],
    ["ListBucketMetricsConfigurations", {}, [`s3:GetMetricsConfiguration ${BUCKET}`]],
    ["DeletePublicAccessBlock", {}, [`s3:PutBucketPublicAccessBlock ${BUCKET}`]],
    ["GetBucketPolicy", {}, [`s3:GetBucketPolicy ${BUCKET}`]],
    ["GetBucketCors", {}, [`s3:GetBucketCORS ${BUCKET}`]],
  ];
  for (const [operation, input, needs] of table) {
    it(`${operation} ${JSON.stringify(input)} are ${needs.join(" and ")}`, () => {
      const { call, house } = aBucket();
      call("PutObject", { Key: "there", Body: bytes("x") });
      const asked = house.needs(operation, { Bucket: "documents", ...input } as never);
      expect(
        asked.map(({ action, resource, context }) => [action, resource, ...pairs(context)].join(" ")),
      ).to.deep.equal(needs);
    });
  }
});

function pairs(context: object | undefined): string[] {
  return Object.entries(context ?? {}).map(([key, value]) => `${key}=${value}`);
}
