import { expect } from "chai";
import { aBucket, bytes, refusal, type TestS3 } from "./a-s3.ts";

const TAGS = [
  { Key: "tag1", Value: "one" },
  { Key: "tag2", Value: "" },
];

describe("a bucket's tags", () => {
  it("are put, got and deleted as a whole", () => {
    const { call } = aBucket();
    const none = {
      said: "NoSuchTagSet: The TagSet does not exist",
      status: 404,
      extra: { BucketName: "documents" },
    };
    expect(refusal(() => call("GetBucketTagging", {}))).to.deep.equal(none);
    call("PutBucketTagging", { Tagging: { TagSet: TAGS } });
    expect(call("GetBucketTagging", {})).to.deep.equal({ TagSet: TAGS });
    call("DeleteBucketTagging", {});
    expect(refusal(() => call("GetBucketTagging", {}))).to.deep.equal(none);
  });
});

describe("an object's tags", () => {
  it("come with it, or later, and are counted", () => {
    const s3 = anObject({ Tagging: "tag1=one&tag2&a%20b=c+d" });
    expect(tagsOf(s3)).to.deep.equal([...TAGS, { Key: "a b", Value: "c d" }]);
    expect(s3.call("HeadObject", { Key: "a" }).TagCount).to.equal(3);
    s3.call("PutObjectTagging", { Key: "a", Tagging: { TagSet: [{ Key: "new", Value: "1" }] } });
    expect(tagsOf(s3)).to.deep.equal([{ Key: "new", Value: "1" }]);
    expect(s3.call("DeleteObjectTagging", { Key: "a" })).to.deep.equal({});
    expect(tagsOf(s3)).to.deep.equal([]);
  });

  it("belong to one version", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    const { VersionId } = s3.call("PutObject", { Key: "a", Body: bytes("1"), Tagging: "v=1" });
    const newer = s3.call("PutObject", { Key: "a", Body: bytes("2"), Tagging: "v=2" }).VersionId;
    expect(s3.call("GetObjectTagging", { Key: "a", VersionId })).to.deep.equal({
      TagSet: [{ Key: "v", Value: "1" }],
      VersionId,
    });
    expect(s3.call("GetObjectTagging", { Key: "a" }).VersionId).to.equal(newer);
  });

  it("cannot be put on what was deleted", () => {
    const s3 = aBucket({ versioning: "Enabled" });
    s3.call("DeleteObject", { Key: "a" });
    const refused: [operation: string, method: string][] = [
      ["PutObjectTagging", "PUT"],
      ["GetObjectTagging", "GET"],
      ["DeleteObjectTagging", "DELETE"],
    ];
    for (const [operation, Method] of refused) {
      const input = { Key: "a", Tagging: { TagSet: [] } };
      expect(refusal(() => s3.call(operation, input))).to.deep.include({
        said: "MethodNotAllowed: The specified method is not allowed against this resource.",
        extra: { Method, ResourceType: "DeleteMarker" },
      });
    }
  });

  for (const Tagging of ["key1=val1&key1=val2", "key1=val1,key2=val2"]) {
    it(`cannot be sent as ${Tagging}`, () => {
      expect(refusal(() => anObject({ Tagging }))).to.deep.equal({
        said: "InvalidArgument: The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        status: 400,
        extra: { ArgumentName: "x-amz-tagging", ArgumentValue: Tagging },
      });
    });
  }
});

describe("a tag set", () => {
  const bad: [tags: object[], bucket: string, object: string, extra: object][] = [
    [
      [
        { Key: "Key1", Value: "1" },
        { Key: "Key1", Value: "2" },
      ],
      "Cannot provide multiple Tags with the same key",
      "Cannot provide multiple Tags with the same key",
      { TagKey: "Key1" },
    ],
    [
      [{ Key: "Key1,Key2", Value: "" }],
      "The TagKey you have provided is invalid",
      "The TagKey you have provided is invalid",
      { TagKey: "Key1,Key2" },
    ],
    [
      [{ Key: "Key1", Value: "Val1,Val2" }],
      "The TagValue you have provided is invalid",
      "The TagValue you have provided is invalid",
      { TagKey: "Key1", TagValue: "Val1,Val2" },
    ],
    [
      [{ Key: "aws:prefixed", Value: "" }],
      "System tags cannot be added/updated by requester",
      "Your TagKey cannot be prefixed with aws:",
      { TagKey: "aws:prefixed" },
    ],
  ];
  for (const [TagSet, ofBucket, ofObject, extra] of bad) {
    it(`cannot be ${JSON.stringify(TagSet)}`, () => {
      const { call } = anObject({});
      const expected = (said: string) => ({ said: `InvalidTag: ${said}`, status: 400, extra });
      const input = { Key: "a", Tagging: { TagSet } };
      expect(refusal(() => call("PutBucketTagging", input))).to.deep.equal(expected(ofBucket));
      expect(refusal(() => call("PutObjectTagging", input))).to.deep.equal(expected(ofObject));
    });
  }

  it("has an end", () => {
    const { call } = anObject({});
    const TagSet = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: "" }));
    call("PutBucketTagging", { Tagging: { TagSet } });
    expect(refusal(() => call("PutObjectTagging", { Key: "a", Tagging: { TagSet } })).said).to.equal(
      "BadRequest: Object tags cannot be greater than 10",
    );
  });

  it("name a missing key, and reading them the bucket with it", () => {
    const { call } = aBucket();
    expect(refusal(() => call("GetObjectTagging", { Key: "a" })).extra).to.deep.equal({ Key: "documents/a" });
    expect(refusal(() => call("DeleteObjectTagging", { Key: "a" })).extra).to.deep.equal({ Key: "a" });
  });
});

function anObject(input: object): TestS3 {
  const s3 = aBucket();
  s3.call("PutObject", { Key: "a", Body: bytes("x"), ...input });
  return s3;
}

function tagsOf({ call }: TestS3): object[] {
  return call("GetObjectTagging", { Key: "a" }).TagSet;
}
