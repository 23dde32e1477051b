import { expect } from "chai";
import { restXml } from "../../cloud/gateway/protocols/rest-xml.ts";
import { aRequest, aService, refusal } from "./a-request.ts";

const s3 = aService("s3", restXml);

/** Everything that S3's clients ask for under `/`, `/bucket` and `/bucket/key`, told apart by queries and headers. */
const ROUTES: readonly (readonly [line: string, operation: string | undefined, headers?: Record<string, string>])[] = [
  ["GET /", "ListBuckets"],
  ["PUT /b", "CreateBucket"],
  ["PUT /b/", "CreateBucket"],
  ["DELETE /b", "DeleteBucket"],
  ["HEAD /b", "HeadBucket"],
  ["GET /b", "ListObjects"],
  ["GET /b?prefix=a&delimiter=%2F", "ListObjects"],
  ["GET /b?list-type=2", "ListObjectsV2"],
  ["GET /b/?list-type=2&prefix=a", "ListObjectsV2"],
  ["GET /b?versions", "ListObjectVersions"],
  ["GET /b?versions=", "ListObjectVersions"],
  ["GET /b?uploads", "ListMultipartUploads"],
  ["GET /b?location", "GetBucketLocation"],
  ["GET /b?policy", "GetBucketPolicy"],
  ["GET /b?policy=", "GetBucketPolicy"],
  ["PUT /b?policy", "PutBucketPolicy"],
  ["DELETE /b?policy", "DeleteBucketPolicy"],
  ["GET /b?policyStatus", "GetBucketPolicyStatus"],
  ["GET /b?notification", "GetBucketNotificationConfiguration"],
  ["PUT /b?notification", "PutBucketNotificationConfiguration"],
  ["GET /b?versioning", "GetBucketVersioning"],
  ["PUT /b?versioning", "PutBucketVersioning"],
  ["GET /b?encryption", "GetBucketEncryption"],
  ["GET /b?publicAccessBlock", "GetPublicAccessBlock"],
  ["GET /b?tagging", "GetBucketTagging"],
  ["PUT /b?tagging", "PutBucketTagging"],
  ["GET /b?acl", "GetBucketAcl"],
  ["GET /b?metrics&id=m", "GetBucketMetricsConfiguration"],
  ["PUT /b?metrics&id=m", "PutBucketMetricsConfiguration"],
  ["GET /b?metrics", "ListBucketMetricsConfigurations"],
  ["POST /b?delete", "DeleteObjects"],
  ["POST /b?delete=", "DeleteObjects"],
  ["POST /b/?delete", "DeleteObjects"],
  ["PUT /b/k", "PutObject"],
  ["PUT /b/k?x-id=PutObject", "PutObject"],
  ["PUT /b/k", "CopyObject", { "x-amz-copy-source": "/a/k" }],
  ["PUT /b/k?partNumber=1&uploadId=u", "UploadPart"],
  ["PUT /b/k?partNumber=1&uploadId=u", "UploadPartCopy", { "x-amz-copy-source": "/a/k" }],
  ["PUT /b/k?tagging", "PutObjectTagging"],
  ["PUT /b/k?acl", "PutObjectAcl"],
  ["GET /b/k", "GetObject"],
  ["GET /b/k?versionId=1", "GetObject"],
  ["GET /b/k?partNumber=1", "GetObject"],
  ["GET /b/k?tagging", "GetObjectTagging"],
  ["GET /b/k?acl", "GetObjectAcl"],
  ["GET /b/k?attributes", "GetObjectAttributes", { "x-amz-object-attributes": "ETag" }],
  ["GET /b/k?uploadId=u", "ListParts"],
  ["HEAD /b/k", "HeadObject"],
  ["DELETE /b/k", "DeleteObject"],
  ["DELETE /b/k?tagging", "DeleteObjectTagging"],
  ["DELETE /b/k?uploadId=u", "AbortMultipartUpload"],
  ["POST /b/k?uploads", "CreateMultipartUpload"],
  ["POST /b/k?uploads=", "CreateMultipartUpload"],
  ["POST /b/k?uploadId=u", "CompleteMultipartUpload"],
  ["GET /b//k", "GetObject"],
  ["GET /b/a/b/c/", "GetObject"],
  ["POST /b/k", undefined],
  ["PATCH /b/k", undefined],
  ["PUT /", undefined],
];

describe("REST with XML", () => {
  for (const [line, operation, headers = {}] of ROUTES) {
    const with_ = Object.keys(headers).map((name) => `, with ${name}`);
    it(`takes ${line}${with_} for ${operation ?? "nothing it knows"}`, () => {
      expect(s3.routed(aRequest(line, { headers }))).to.equal(operation);
    });
  }

  for (const [path, key] of [
    ["a", "a"],
    ["a/b/c.json", "a/b/c.json"],
    ["folder/", "folder/"],
    ["/leading", "/leading"],
    ["a%20b", "a b"],
    ["a+b", "a+b"],
    ["a%2Bb", "a+b"],
    ["a%2Fb", "a/b"],
    ["%E6%97%A5%E6%9C%AC/%F0%9F%98%80", "日本/😀"],
    ["a%0Ab", "a\nb"],
    ["a%3Fb%23c", "a?b#c"],
    ["100%25", "100%"],
    ["../up", "../up"],
    ["__proto__", "__proto__"],
  ] as const) {
    it(`reads the path /b/${path} as the key ${JSON.stringify(key)}`, () => {
      const request = aRequest("GET /");
      const { Bucket, Key } = s3.decoded({ ...request, path: `/b/${path}` });
      expect({ Bucket, Key }).to.deep.equal({ Bucket: "b", Key: key });
    });
  }

  it("refuses a path whose percent signs lead nowhere", () => {
    expect(refusal(() => s3.decoded(aRequest("GET /b/%zz")))).to.deep.equal({
      code: "InvalidURI",
      status: 400,
      message: "Couldn't parse the specified URI.",
    });
    expect(refusal(() => s3.routed(aRequest("GET /%b")))).to.include({ code: "InvalidURI" });
  });
});
