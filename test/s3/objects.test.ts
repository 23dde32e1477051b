import { expect } from "chai";
import { aBucket, anS3, bytes, pass, refusal, START, textOf } from "./a-s3.ts";

const HELLO = "5d41402abc4b2a76b9719d911017c592";

describe("an object", () => {
  it("comes back as it was put, encrypted, with its MD5 as entity tag", () => {
    const { call } = aBucket();
    const put = call("PutObject", { Key: "input/a.json", Body: bytes("hello"), ChecksumCRC32: "NhCmhg==" });
    expect(put).to.deep.equal({
      ETag: `"${HELLO}"`,
      ChecksumCRC32: "NhCmhg==",
      ChecksumType: "FULL_OBJECT",
      ServerSideEncryption: "AES256",
    });
    const { Body, ...got } = call("GetObject", { Key: "input/a.json", ChecksumMode: "ENABLED" });
    expect(textOf({ Body })).to.equal("hello");
    expect(got).to.deep.equal({
      AcceptRanges: "bytes",
      LastModified: new Date(START),
      ContentLength: 5,
      ETag: `"${HELLO}"`,
      ContentType: "binary/octet-stream",
      Metadata: {},
      ServerSideEncryption: "AES256",
      ChecksumCRC32: "NhCmhg==",
      ChecksumType: "FULL_OBJECT",
    });
  });

  it("keeps its content headers, its metadata and its storage class", () => {
    const { call } = aBucket();
    const sent = {
      ContentType: "text/csv",
      CacheControl: "no-cache",
      ContentDisposition: "attachment",
      ContentLanguage: "en",
      Expires: new Date(START + 1000),
      Metadata: { source: "input/a.json" },
      StorageClass: "STANDARD_IA",
    };
    call("PutObject", { Key: "output/a.csv", Body: bytes("a,b"), ...sent });
    expect(call("HeadObject", { Key: "output/a.csv" })).to.deep.include(sent);
    expect(call("GetObject", { Key: "output/a.csv" })).to.deep.include(sent);
  });

  it("forgets that its body travelled in chunks", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes(""), ContentEncoding: "gzip,aws-chunked" });
    call("PutObject", { Key: "b", Body: bytes(""), ContentEncoding: "aws-chunked" });
    expect(call("HeadObject", { Key: "a" }).ContentEncoding).to.equal("gzip");
    expect(call("HeadObject", { Key: "b" })).not.to.have.property("ContentEncoding");
  });

  it("shows the headers that its reader wishes to see", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("x"), ContentType: "text/plain" });
    const got = call("GetObject", { Key: "a", ResponseContentType: "text/csv", ResponseCacheControl: "no-store" });
    expect(got).to.deep.include({ ContentType: "text/csv", CacheControl: "no-store" });
  });

  it("tells HEAD everything but its body, and its checksum only when asked", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("hello") });
    expect(call("HeadObject", { Key: "a" })).not.to.have.any.keys("Body", "ChecksumType", "ChecksumCRC64NVME");
    expect(call("HeadObject", { Key: "a", ChecksumMode: "ENABLED" })).to.have.property("ChecksumType", "FULL_OBJECT");
  });

  it("is last modified at the second it was put", async () => {
    const { call, clock } = aBucket();
    await pass(clock, 61_700);
    call("PutObject", { Key: "a", Body: bytes("x") });
    expect(call("HeadObject", { Key: "a" }).LastModified).to.deep.equal(new Date(START + 61_000));
  });

  it("is replaced by the next one under its key", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("one"), Metadata: { n: "1" }, Tagging: "n=1" });
    call("PutObject", { Key: "a", Body: bytes("two") });
    const got = call("GetObject", { Key: "a" });
    expect([textOf(got), got.Metadata, got.TagCount]).to.deep.equal(["two", {}, undefined]);
  });

  it("is gone when it was deleted, and can be deleted again", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("x") });
    expect(call("DeleteObject", { Key: "a" })).to.deep.equal({});
    expect(call("DeleteObject", { Key: "a" })).to.deep.equal({});
    expect(refusal(() => call("GetObject", { Key: "a" }))).to.deep.equal({
      said: "NoSuchKey: The specified key does not exist.",
      status: 404,
      extra: { Key: "a" },
    });
  });

  it("is missed by HEAD without a word", () => {
    const { call } = aBucket();
    for (const missing of [{ Key: "a" }, { Key: "a", Bucket: "nowhere" }]) {
      expect(refusal(() => call("HeadObject", missing))).to.deep.include({ said: "NotFound: Not Found", status: 404 });
    }
  });

  it("needs a bucket", () => {
    const { call } = anS3();
    for (const operation of ["PutObject", "GetObject", "DeleteObject", "ListObjectsV2"]) {
      expect(refusal(() => call(operation, { Key: "a" }))).to.deep.equal({
        said: "NoSuchBucket: The specified bucket does not exist",
        status: 404,
        extra: { BucketName: "documents" },
      });
    }
  });

  it("is refused when the bucket is expected to be somebody else's", () => {
    const { call } = aBucket();
    const put = { Key: "a", Body: bytes("x") };
    expect(refusal(() => call("PutObject", { ...put, ExpectedBucketOwner: "999999999999" })).said).to.equal(
      "AccessDenied: Access Denied",
    );
    call("PutObject", { ...put, ExpectedBucketOwner: "123456789012" });
  });

  const refused: [what: string, input: object, said: string][] = [
    ["a key that is too long", { Key: "k".repeat(1025) }, "KeyTooLongError: Your key is too long"],
    [
      "metadata that is too large",
      { Metadata: { big: "x".repeat(2048) } },
      "MetadataTooLarge: Your metadata headers exceed the maximum allowed metadata size",
    ],
    [
      "a storage class there is not",
      { StorageClass: "CHEAP" },
      "InvalidStorageClass: The storage class you specified is not valid",
    ],
    [
      "a lock on a bucket that has none",
      { ObjectLockMode: "GOVERNANCE" },
      "InvalidRequest: Bucket is missing Object Lock Configuration",
    ],
    ["an ACL", { ACL: "public-read" }, "AccessControlListNotSupported: The bucket does not allow ACLs"],
    [
      "a key to encrypt with that nobody has",
      { ServerSideEncryption: "aws:kms", SSEKMSKeyId: "mine" },
      "KMS.NotFoundException: Invalid keyId 'mine'",
    ],
  ];
  for (const [what, input, said] of refused) {
    it(`is refused with ${what}`, () => {
      const { call } = aBucket();
      expect(refusal(() => call("PutObject", { Key: "a", Body: bytes("x"), ...input })).said).to.equal(said);
      expect(call("ListObjectsV2", {}).KeyCount).to.equal(0);
    });
  }

  it("shows nobody other headers than its own", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", ContentType: "text/csv" });
    const wish = { Key: "a", ResponseContentType: "text/plain" };
    expect(call("GetObject", wish).ContentType).to.equal("text/plain");
    expect(refusal(() => call("GetObject", wish, { callerId: "anonymous" })).said).to.equal(
      "InvalidRequest: Request specific response headers cannot be used for anonymous GET requests.",
    );
  });

  it("is not deleted by its size or its time", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a" });
    for (const condition of [{ IfMatchSize: 0 }, { IfMatchLastModifiedTime: new Date(START) }]) {
      expect(refusal(() => call("DeleteObject", { Key: "a", ...condition })).status).to.equal(501);
    }
  });

  it("may have a key of 1024 bytes, however many characters that is", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "ä".repeat(512), Body: bytes("x") });
    expect(refusal(() => call("PutObject", { Key: "ä".repeat(513), Body: bytes("x") })).extra).to.deep.equal({
      Size: "1026",
      MaxSizeAllowed: "1024",
    });
  });

  it("leaves facts of its life", () => {
    const { call, feed } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("hello") });
    call("GetObject", { Key: "a" });
    call("HeadObject", { Key: "a" });
    call("DeleteObject", { Key: "a" });
    call("DeleteObject", { Key: "a" });
    const about = { at: START, bucket: "documents", key: "a" };
    expect(feed.facts.slice(1)).to.deep.equal([
      { ...about, kind: "ObjectCreated", size: 5, eTag: HELLO, eventName: "ObjectCreated:Put" },
      { ...about, kind: "ObjectRead", size: 5 },
      { ...about, kind: "ObjectDeleted", eventName: "ObjectRemoved:Delete" },
    ]);
  });
});
