import { expect } from "chai";
import { Bucket } from "../../cloud/s3/bucket.ts";
import type { StoredObject } from "../../cloud/s3/object.ts";
import { aBucket, bytes, refusal, type TestS3, textOf } from "./a-s3.ts";

const NEVER_GIVEN = "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD";

describe("a bucket's core", () => {
  const table: [versioning: "Enabled" | "Suspended" | undefined, writes: string[], kept: string[]][] = [
    [undefined, ["null", "null"], ["null"]],
    ["Enabled", ["v1", "v2"], ["v2", "v1"]],
    ["Suspended", ["v1", "null", "null"], ["null", "v1"]],
    ["Suspended", ["null", "v1", "null"], ["null", "v1"]],
  ];
  for (const [versioning, writes, kept] of table) {
    it(`keeps ${kept} of ${writes} when versioning is ${versioning ?? "off"}`, () => {
      const bucket = new Bucket("documents");
      bucket.versioning = versioning;
      for (const [order, versionId] of writes.entries()) bucket.put(aVersion({ versionId, order }));
      expect(bucket.versionsOf("a").map(({ versionId }) => versionId)).to.deep.equal(kept);
    });
  }

  it("forgets a key with its last version", () => {
    const bucket = new Bucket("documents");
    bucket.put(aVersion({ versionId: "null" }));
    expect([bucket.isEmpty, bucket.keys.seek(() => true).key]).to.deep.equal([false, "a"]);
    bucket.remove("a", "null");
    expect([bucket.isEmpty, bucket.keys.seek(() => true).key]).to.deep.equal([true, undefined]);
  });

  it("has no empty id, and no empty marker", () => {
    const { call } = aBucket({ versioning: "Enabled" });
    expect(refusal(() => call("GetObject", { Key: "a", VersionId: "" })).said).to.equal(
      "InvalidArgument: Version id cannot be the empty string",
    );
    expect(refusal(() => call("ListObjectVersions", { KeyMarker: "a", VersionIdMarker: "" })).said).to.equal(
      "InvalidArgument: A version-id marker cannot be empty.",
    );
  });
});

describe("a bucket with versioning", () => {
  it("keeps every version, newest first", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const [one, two] = [put(s3, "one"), put(s3, "two")];
    expect(one).to.match(/^[A-Za-z0-9._]{32}$/);
    expect(one).not.to.equal(two);
    expect(textOf(s3.call("GetObject", { Key: "a" }))).to.equal("two");
    expect(textOf(s3.call("GetObject", { Key: "a", VersionId: one }))).to.equal("one");
    expect(story(s3)).to.deep.equal([`${two} two latest`, `${one} one`]);
  });

  it("hides a deleted object behind a marker", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const version = put(s3, "one");
    const marker = s3.call("DeleteObject", { Key: "a" });
    expect(marker).to.deep.equal({ DeleteMarker: true, VersionId: marker.VersionId });
    expect(refusal(() => s3.call("GetObject", { Key: "a" })).said).to.equal(
      "NoSuchKey: The specified key does not exist.",
    );
    expect(s3.call("ListObjectsV2", {}).KeyCount).to.equal(0);
    expect(textOf(s3.call("GetObject", { Key: "a", VersionId: version }))).to.equal("one");
    expect(refusal(() => s3.call("GetObject", { Key: "a", VersionId: marker.VersionId }))).to.deep.equal({
      said: "MethodNotAllowed: The specified method is not allowed against this resource.",
      status: 405,
      extra: { Method: "GET", ResourceType: "DeleteMarker" },
    });
  });

  it("brings an object back when its marker is deleted", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    put(s3, "one");
    const { VersionId } = s3.call("DeleteObject", { Key: "a" });
    expect(s3.call("DeleteObject", { Key: "a", VersionId })).to.deep.equal({ DeleteMarker: true, VersionId });
    expect(textOf(s3.call("GetObject", { Key: "a" }))).to.equal("one");
  });

  it("makes a marker even for a key that never was", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    expect(s3.call("DeleteObject", { Key: "a" })).to.have.property("DeleteMarker", true);
  });

  it("deletes one version for good, and again with the same answer", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const [one, two] = [put(s3, "one"), put(s3, "two")];
    for (const _ of [1, 2]) {
      expect(s3.call("DeleteObject", { Key: "a", VersionId: two })).to.deep.equal({ VersionId: two });
    }
    expect(story(s3)).to.deep.equal([`${one} one latest`]);
    expect(refusal(() => s3.call("GetObject", { Key: "a", VersionId: two }))).to.deep.equal({
      said: "NoSuchVersion: The specified version does not exist.",
      status: 404,
      extra: { Key: "a", VersionId: two },
    });
  });

  it("knows an id that it has never given out", () => {
    for (const s3 of [aBucket(), aBucket({ versioning: "Enabled" })]) {
      put(s3, "one");
      for (const operation of ["GetObject", "DeleteObject"]) {
        expect(refusal(() => s3.call(operation, { Key: "a", VersionId: NEVER_GIVEN }))).to.deep.equal({
          said: "InvalidArgument: Invalid version id specified",
          status: 400,
          extra: { ArgumentName: "versionId", ArgumentValue: NEVER_GIVEN },
        });
      }
    }
  });

  it("names the version it had before as null", () => {
    const s3 = aBucket();
    expect(put(s3, "one")).to.equal(undefined);
    expect(s3.call("GetObject", { Key: "a", VersionId: "null" })).not.to.have.property("VersionId");
    s3.call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
    const two = put(s3, "two");
    expect(story(s3)).to.deep.equal([`${two} two latest`, "null one"]);
    expect(s3.call("GetObject", { Key: "a", VersionId: "null" }).VersionId).to.equal("null");
  });

  it("writes the null version only, once it is suspended", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const one = put(s3, "one");
    s3.call("PutBucketVersioning", { VersioningConfiguration: { Status: "Suspended" } });
    expect(put(s3, "two")).to.equal(undefined);
    expect(s3.call("GetObject", { Key: "a" }).VersionId).to.equal("null");
    put(s3, "three");
    expect(story(s3)).to.deep.equal(["null three latest", `${one} one`]);
    expect(s3.call("DeleteObject", { Key: "a" })).to.deep.equal({ DeleteMarker: true, VersionId: "null" });
    expect(story(s3)).to.deep.equal([`${one} one`, "null marker latest"]);
  });
});

describe("deleting many objects", () => {
  it("tells the fate of each", () => {
    const s3 = aBucket();
    put(s3, "one");
    const Objects = [{ Key: "a" }, { Key: "b" }, { Key: "a", VersionId: NEVER_GIVEN }];
    expect(s3.call("DeleteObjects", { Delete: { Objects } })).to.deep.equal({
      Deleted: [{ Key: "a" }, { Key: "b" }],
      Errors: [
        {
          Key: "a",
          VersionId: NEVER_GIVEN,
          Code: "NoSuchVersion",
          Message: "The specified version does not exist.",
        },
      ],
    });
    expect(s3.call("ListObjectsV2", {}).KeyCount).to.equal(0);
  });

  it("tells only of failures when it should be quiet", () => {
    const s3 = aBucket();
    put(s3, "one");
    expect(s3.call("DeleteObjects", { Delete: { Objects: [{ Key: "a" }], Quiet: true } })).to.deep.equal({});
  });

  it("makes markers where versions are kept, and deletes versions for good", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const version = put(s3, "one");
    const marked = s3.call("DeleteObjects", { Delete: { Objects: [{ Key: "a" }] } });
    const marker = marked.Deleted[0].DeleteMarkerVersionId;
    expect(marked).to.deep.equal({ Deleted: [{ Key: "a", DeleteMarker: true, DeleteMarkerVersionId: marker }] });
    const Objects = [marker, version].map((VersionId) => ({ Key: "a", VersionId }));
    expect(s3.call("DeleteObjects", { Delete: { Objects } }).Deleted).to.deep.equal([
      { Key: "a", VersionId: marker, DeleteMarker: true, DeleteMarkerVersionId: marker },
      { Key: "a", VersionId: version },
    ]);
    s3.call("DeleteBucket", {});
  });

  it("takes one to a thousand keys", () => {
    const { call } = aBucket();
    const many = Array.from({ length: 1001 }, (_, i) => ({ Key: `k${i}` }));
    for (const Objects of [[], many]) {
      expect(refusal(() => call("DeleteObjects", { Delete: { Objects } })).said).to.equal(
        "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema",
      );
    }
  });
});

function put({ call }: TestS3, text: string): string | undefined {
  return call("PutObject", { Key: "a", Body: bytes(text) }).VersionId;
}

/** The versions of `a` as ListObjectVersions tells them: objects first, then markers. */
function story({ call }: TestS3): string[] {
  const { Versions = [], DeleteMarkers = [] } = call("ListObjectVersions", {});
  const latest = ({ IsLatest }: { IsLatest: boolean }) => (IsLatest ? " latest" : "");
  const body = (VersionId: string) => textOf(call("GetObject", { Key: "a", VersionId }));
  return [
    ...Versions.map((v: { VersionId: string; IsLatest: boolean }) => `${v.VersionId} ${body(v.VersionId)}${latest(v)}`),
    ...DeleteMarkers.map((m: { VersionId: string; IsLatest: boolean }) => `${m.VersionId} marker${latest(m)}`),
  ];
}

function aVersion({ versionId, order = 1 }: { versionId: string; order?: number }): StoredObject {
  return {
    ...{ isDeleteMarker: false, key: "a", versionId, order, modifiedAt: 0, body: bytes(""), eTag: "" },
    ...{ headers: {}, metadata: {}, storageClass: "STANDARD", tags: [], lock: {}, encryption: { algorithm: "AES256" } },
    checksum: { algorithm: "CRC32", value: "AAAAAA==", type: "FULL_OBJECT" },
  };
}
