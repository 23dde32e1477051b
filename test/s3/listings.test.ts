import { expect } from "chai";
import { aBucket, bytes, refusal, START, type TestS3 } from "./a-s3.ts";

const OWNER = /^[0-9a-f]{64}$/;

describe("ListObjectsV2", () => {
  it("of an empty bucket lists nothing", () => {
    expect(aBucket().call("ListObjectsV2", {})).to.deep.equal({
      Name: "documents",
      Prefix: "",
      MaxKeys: 1000,
      IsTruncated: false,
      KeyCount: 0,
    });
  });

  it("shows each object by key, time, tag, checksum and size", () => {
    const s3 = aBucket();
    s3.call("PutObject", { Key: "a", Body: bytes("hello"), ChecksumCRC32: "NhCmhg==" });
    const entry = {
      Key: "a",
      LastModified: new Date(START),
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      ChecksumAlgorithm: ["CRC32"],
      ChecksumType: "FULL_OBJECT",
      Size: 5,
      StorageClass: "STANDARD",
    };
    expect(s3.call("ListObjectsV2", {}).Contents).to.deep.equal([entry]);
    expect(s3.call("ListObjectsV2", { FetchOwner: true }).Contents[0].Owner.ID).to.match(OWNER);
  });

  it("rolls up to the delimiter", () => {
    const s3 = aBucketWith("test/foo/bar/123", "test/foo/bar/456", "test/bar/foo/123");
    const page = s3.call("ListObjectsV2", { Prefix: "test/", Delimiter: "/" });
    expect(page).to.deep.equal({
      Name: "documents",
      Prefix: "test/",
      Delimiter: "/",
      MaxKeys: 1000,
      IsTruncated: false,
      KeyCount: 2,
      CommonPrefixes: [{ Prefix: "test/bar/" }, { Prefix: "test/foo/" }],
    });
  });

  it("goes on from page to page with its token", () => {
    const s3 = aBucketWith("folder/a/1", "folder/a/2", "folder/file1", "folder/file2", "folder/file3");
    const query = { Prefix: "folder/", Delimiter: "/", MaxKeys: 2 };
    const first = s3.call("ListObjectsV2", query);
    expect([keysOf(first), first.CommonPrefixes, first.IsTruncated]).to.deep.equal([
      ["folder/file1"],
      [{ Prefix: "folder/a/" }],
      true,
    ]);
    const second = s3.call("ListObjectsV2", { ...query, ContinuationToken: first.NextContinuationToken });
    expect(second).to.deep.include({ ContinuationToken: first.NextContinuationToken, KeyCount: 2, IsTruncated: false });
    expect(keysOf(second)).to.deep.equal(["folder/file2", "folder/file3"]);
    expect(second).not.to.have.any.keys("CommonPrefixes", "NextContinuationToken");
  });

  it("starts after a key, unless it has a token", () => {
    const s3 = aBucketWith(...Array.from({ length: 12 }, (_, i) => `test_${i}`));
    const after = s3.call("ListObjectsV2", { StartAfter: "test_7", MaxKeys: 1 });
    expect([keysOf(after), after.StartAfter]).to.deep.equal([["test_8"], "test_7"]);
    const token = s3.call("ListObjectsV2", { MaxKeys: 5 }).NextContinuationToken;
    const rest = s3.call("ListObjectsV2", { StartAfter: "test_7", ContinuationToken: token });
    expect(keysOf(rest)[0]).to.equal("test_3");
  });

  it("pages through everything, a thousand at a time", () => {
    const s3 = aBucketWith(...Array.from({ length: 2500 }, (_, i) => `k/${String(i).padStart(4, "0")}`));
    const sizes: number[] = [];
    for (let token: string | undefined; ; ) {
      const page = s3.call("ListObjectsV2", { MaxKeys: 5000, ...(token && { ContinuationToken: token }) });
      sizes.push(page.KeyCount);
      token = page.NextContinuationToken;
      if (!page.IsTruncated) break;
      expect(page.MaxKeys).to.equal(1000);
    }
    expect(sizes).to.deep.equal([1000, 1000, 500]);
  });

  it("refuses a token it did not give", () => {
    for (const ContinuationToken of ["", "no token!"]) {
      expect(refusal(() => aBucket().call("ListObjectsV2", { ContinuationToken }))).to.deep.include({
        said: "InvalidArgument: The continuation token provided is incorrect",
        extra: { ArgumentName: "continuation-token" },
      });
    }
  });

  it("encodes keys as forms do when asked to", () => {
    const s3 = aBucketWith("a b/ä(1)*~.json", "c+d");
    const page = s3.call("ListObjectsV2", { EncodingType: "url", Prefix: "a b/" });
    expect(keysOf(page)).to.deep.equal(["a+b/%C3%A4%281%29*%7E.json"]);
    expect(page).to.deep.include({ EncodingType: "url", Prefix: "a+b/" });
  });

  it("leaves a fact", () => {
    const s3 = aBucketWith("a", "b");
    s3.call("ListObjectsV2", { MaxKeys: 1 });
    expect(s3.feed.facts.at(-1)).to.deep.equal({
      at: START,
      kind: "ObjectsListed",
      bucket: "documents",
      prefix: "",
      count: 1,
    });
  });
});

describe("ListObjects", () => {
  it("names the next marker only where a delimiter hides it", () => {
    const s3 = aBucketWith("folder/a/1", "folder/file1", "folder/file2");
    const flat = s3.call("ListObjects", { MaxKeys: 1 });
    expect(flat).to.deep.include({ IsTruncated: true, Marker: "" });
    expect(flat).not.to.have.property("NextMarker");
    const query = { Prefix: "folder/", Delimiter: "/", MaxKeys: 1 };
    const rolled = s3.call("ListObjects", query);
    expect(rolled.NextMarker).to.equal("folder/a/");
    const next = s3.call("ListObjects", { ...query, Marker: rolled.NextMarker });
    expect([keysOf(next), next.NextMarker]).to.deep.equal([["folder/file1"], "folder/file1"]);
  });

  it("shows whose objects they are, and counts nothing", () => {
    const page = aBucketWith("a").call("ListObjects", {});
    expect(page.Contents[0].Owner.ID).to.match(OWNER);
    expect(page).not.to.have.property("KeyCount");
  });
});

describe("ListObjectVersions", () => {
  it("lists key by key, newest first, objects and markers apart", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const [a1, b1, a2] = ["a", "b", "a"].map((Key) => s3.call("PutObject", { Key, Body: bytes("x") }).VersionId);
    const marker = s3.call("DeleteObject", { Key: "b" }).VersionId;
    const all = s3.call("ListObjectVersions", {});
    expect(all.Versions.map(idOf)).to.deep.equal([a2, a1, b1]);
    expect(all.Versions.map((v: { IsLatest: boolean }) => v.IsLatest)).to.deep.equal([true, false, false]);
    expect(all.DeleteMarkers.map(idOf)).to.deep.equal([marker]);
    expect(all).to.deep.include({ KeyMarker: "", VersionIdMarker: "", IsTruncated: false });
  });

  it("goes on behind a version, also when that has been deleted since", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const ids = Array.from({ length: 5 }, () => s3.call("PutObject", { Key: "a", Body: bytes("x") }).VersionId);
    const page = s3.call("ListObjectVersions", { MaxKeys: 3 });
    expect(page).to.deep.include({ IsTruncated: true, NextKeyMarker: "a", NextVersionIdMarker: ids[2] });
    const next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    expect(s3.call("ListObjectVersions", next).Versions.map(idOf)).to.deep.equal([ids[1], ids[0]]);
    const Objects = page.Versions.map(({ Key, VersionId }: { Key: string; VersionId: string }) => ({ Key, VersionId }));
    s3.call("DeleteObjects", { Delete: { Objects } });
    expect(s3.call("ListObjectVersions", next).Versions.map(idOf)).to.deep.equal([ids[1], ids[0]]);
    expect(s3.call("ListObjectVersions", { KeyMarker: "a" })).not.to.have.property("Versions");
  });

  it("names no version after a common prefix", () => {
    const s3 = aBucketWith("folder/a/1", "folder/file1");
    const page = s3.call("ListObjectVersions", { Prefix: "folder/", Delimiter: "/", MaxKeys: 1 });
    expect(page).to.deep.include({ NextKeyMarker: "folder/a/", CommonPrefixes: [{ Prefix: "folder/a/" }] });
    expect(page).not.to.have.property("NextVersionIdMarker");
  });

  it("wants a key with a version", () => {
    expect(refusal(() => aBucket().call("ListObjectVersions", { VersionIdMarker: "x" })).said).to.equal(
      "InvalidArgument: A version-id marker cannot be specified without a key marker.",
    );
  });

  it("calls the versions of a bucket that keeps none null", () => {
    expect(aBucketWith("a").call("ListObjectVersions", {}).Versions[0]).to.deep.include({
      VersionId: "null",
      IsLatest: true,
    });
  });
});

function aBucketWith(...keys: string[]): TestS3 {
  const s3 = aBucket();
  for (const Key of keys) s3.call("PutObject", { Key, Body: bytes("content 123") });
  return s3;
}

function keysOf(page: { Contents: { Key: string }[] }): string[] {
  return page.Contents.map(({ Key }) => Key);
}

function idOf({ VersionId }: { VersionId: string }): string {
  return VersionId;
}
