import { expect } from "chai";
import { aBucket, bytes, pass, refusal, START, type TestS3, textOf } from "./a-s3.ts";

describe("a copy", () => {
  it("is the object with all that was said of it", () => {
    const s3 = aSource();
    const copied = s3.call("CopyObject", { Key: "copy", CopySource: "documents/source" });
    expect(copied).to.deep.equal({
      CopyObjectResult: {
        ETag: '"5d41402abc4b2a76b9719d911017c592"',
        LastModified: new Date(START),
        ChecksumCRC32: "NhCmhg==",
      },
      ServerSideEncryption: "AES256",
    });
    const got = s3.call("GetObject", { Key: "copy" });
    expect(textOf(got)).to.equal("hello");
    expect(got).to.deep.include({ ContentType: "text/plain", Metadata: { a: "1" }, TagCount: 1 });
    expect(s3.feed.facts.map((fact) => ("eventName" in fact ? fact.eventName : ""))).to.include("ObjectCreated:Copy");
  });

  it("takes new metadata and new tags when they replace the old", () => {
    const s3 = aSource();
    const replaced = { MetadataDirective: "REPLACE", Metadata: { b: "2" }, TaggingDirective: "REPLACE", Tagging: "" };
    s3.call("CopyObject", { Key: "copy", CopySource: "documents/source", ...replaced });
    const head = s3.call("HeadObject", { Key: "copy" });
    expect(head).to.deep.include({ ContentType: "binary/octet-stream", Metadata: { b: "2" } });
    expect(head).not.to.have.property("TagCount");
  });

  it("knows two directives", () => {
    const s3 = aSource();
    const copy = (directive: object) => () =>
      s3.call("CopyObject", { Key: "copy", CopySource: "documents/source", ...directive });
    expect(refusal(copy({ MetadataDirective: "X" }))).to.deep.include({
      said: "InvalidArgument: Unknown metadata directive.",
      extra: { ArgumentName: "x-amz-metadata-directive", ArgumentValue: "X" },
    });
    expect(refusal(copy({ TaggingDirective: "X" })).said).to.equal("InvalidArgument: Unknown tagging directive.");
  });

  it("where versions are no longer kept has the version null", () => {
    const s3 = aSource();
    s3.call("PutBucketVersioning", { VersioningConfiguration: { Status: "Suspended" } });
    expect(s3.call("CopyObject", { Key: "copy", CopySource: "documents/source" }).VersionId).to.equal("null");
  });

  it("may have a checksum of another kind", () => {
    const s3 = aSource();
    const copied = s3.call("CopyObject", { Key: "copy", CopySource: "documents/source", ChecksumAlgorithm: "SHA1" });
    expect(copied.CopyObjectResult.ChecksumSHA1).to.equal("qvTGHdzF6KLavt4PO0gs2a6pQ00=");
  });

  it("onto itself must change something", () => {
    const s3 = aSource();
    const onto = { Key: "source", CopySource: "documents/source" };
    expect(refusal(() => s3.call("CopyObject", onto)).said).to.equal(
      "InvalidRequest: This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
    s3.call("CopyObject", { ...onto, MetadataDirective: "REPLACE" });
    s3.call("CopyObject", { ...onto, StorageClass: "STANDARD_IA" });
  });

  it("finds its source by an encoded name and by version", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const { VersionId } = s3.call("PutObject", { Key: "a b/ä.json", Body: bytes("one") });
    s3.call("PutObject", { Key: "a b/ä.json", Body: bytes("two") });
    const CopySource = `/documents/${encodeURI("a b/ä.json")}`;
    expect(textOf(copyAndGet(s3, CopySource))).to.equal("two");
    expect(textOf(copyAndGet(s3, `${CopySource}?versionId=${VersionId}`))).to.equal("one");
    const copied = s3.call("CopyObject", { Key: "copy", CopySource: `${CopySource}?versionId=${VersionId}` });
    expect(copied.CopySourceVersionId).to.equal(VersionId);
    expect(copied.VersionId).not.to.equal(VersionId);
  });

  it("cannot be made of nothing", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const copy = (CopySource: string) => refusal(() => s3.call("CopyObject", { Key: "copy", CopySource })).said;
    expect(copy("documents/source")).to.equal("NoSuchKey: The specified key does not exist.");
    expect(copy("nowhere/source")).to.equal("NoSuchBucket: The specified bucket does not exist");
    const { VersionId } = s3.call("DeleteObject", { Key: "source" });
    expect(copy(`documents/source?versionId=${VersionId}`)).to.equal(
      "InvalidRequest: The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  });

  const failed: [conditions: object, condition: string][] = [
    [{ CopySourceIfMatch: '"x"' }, "x-amz-copy-source-If-Match"],
    [{ CopySourceIfNoneMatch: "5d41402abc4b2a76b9719d911017c592" }, "x-amz-copy-source-If-None-Match"],
    [{ CopySourceIfModifiedSince: new Date(START) }, "x-amz-copy-source-If-Modified-Since"],
    [{ CopySourceIfUnmodifiedSince: new Date(START - 1000) }, "x-amz-copy-source-If-Unmodified-Since"],
  ];
  for (const [conditions, Condition] of failed) {
    it(`fails on ${Condition}`, async () => {
      const s3 = aSource();
      await pass(s3.clock, 1000);
      const copy = () => s3.call("CopyObject", { Key: "copy", CopySource: "documents/source", ...conditions });
      expect(refusal(copy)).to.deep.equal({
        said: "PreconditionFailed: At least one of the pre-conditions you specified did not hold",
        status: 412,
        extra: { Condition },
      });
    });
  }
});

function aSource(): TestS3 {
  const s3 = aBucket();
  const said = { ContentType: "text/plain", Metadata: { a: "1" }, Tagging: "t=1", ChecksumCRC32: "NhCmhg==" };
  s3.call("PutObject", { Key: "source", Body: bytes("hello"), ...said });
  return s3;
}

function copyAndGet({ call }: TestS3, CopySource: string) {
  call("CopyObject", { Key: "copy", CopySource });
  return call("GetObject", { Key: "copy" });
}
