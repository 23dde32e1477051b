import { expect } from "chai";
import { aBucket, anS3, bytes, refusal, START } from "./a-s3.ts";

describe("a bucket", () => {
  it("is created, found, listed and deleted", () => {
    const { call, feed } = aBucket();
    expect(call("HeadBucket", {})).to.deep.equal({ BucketRegion: "eu-west-1", AccessPointAlias: false });
    expect(call("GetBucketLocation", {})).to.deep.equal({ LocationConstraint: "eu-west-1" });
    expect(call("ListBuckets", {}).Buckets).to.deep.equal([
      {
        Name: "documents",
        CreationDate: new Date(START),
        BucketArn: "arn:aws:s3:::documents",
      },
    ]);
    expect(call("DeleteBucket", {})).to.deep.equal({});
    expect(refusal(() => call("HeadBucket", {}))).to.deep.include({ said: "NotFound: Not Found", status: 404 });
    expect(call("ListBuckets", {}).Buckets).to.deep.equal([]);
    expect(feed.facts.map(({ kind }) => kind)).to.deep.equal(["BucketCreated", "BucketDeleted"]);
  });

  it("tells where it is", () => {
    const { call } = anS3();
    const Location = "http://documents.s3.amazonaws.com/";
    expect(call("CreateBucket", { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } })).to.deep.equal({
      Location,
    });
    expect(anS3({ region: "us-east-1" }).call("CreateBucket", {})).to.deep.equal({ Location: "/documents" });
    expect(aBucket({ region: "us-east-1" }).call("GetBucketLocation", {})).to.deep.equal({});
  });

  it("must be empty to be deleted", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("x") });
    expect(refusal(() => call("DeleteBucket", {}))).to.deep.equal({
      said: "BucketNotEmpty: The bucket you tried to delete is not empty",
      status: 409,
      extra: { BucketName: "documents" },
    });
    call("DeleteObject", { Key: "a" });
    call("DeleteBucket", {});
  });

  it("is not empty while a version or a marker is left", () => {
    const { call } = aBucket({ versioning: "Enabled" });
    const { VersionId } = call("DeleteObject", { Key: "a" });
    expect(refusal(() => call("DeleteBucket", {})).said).to.equal(
      "BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    );
    call("DeleteObject", { Key: "a", VersionId });
    call("DeleteBucket", {});
  });

  it("can be created again only in the oldest region", () => {
    const here = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } };
    expect(refusal(() => aBucket().call("CreateBucket", here))).to.deep.include({
      said: "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
      status: 409,
    });
    const home = aBucket({ region: "us-east-1" });
    home.call("PutObject", { Key: "a", Body: bytes("x") });
    expect(home.call("CreateBucket", {})).to.deep.equal({ Location: "/documents" });
    expect(home.call("ListObjectsV2", {}).KeyCount).to.equal(1);
  });

  for (const name of ["ab", "Documents", "-documents", "a..b", "192.168.5.4", "x".repeat(64), "xn--documents"]) {
    it(`cannot be called ${name}`, () => {
      expect(refusal(() => anS3({ region: "us-east-1" }).call("CreateBucket", { Bucket: name }))).to.deep.equal({
        said: "InvalidBucketName: The specified bucket is not valid.",
        status: 400,
        extra: { BucketName: name },
      });
    });
  }

  const misplaced: [region: string, constraint: string | undefined, said: string][] = [
    [
      "eu-west-1",
      undefined,
      "IllegalLocationConstraintException: The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
    ],
    [
      "eu-west-1",
      "eu-central-1",
      "IllegalLocationConstraintException: The eu-central-1 location constraint is incompatible for the region specific endpoint this request was sent to.",
    ],
    ["us-east-1", "us-east-1", "InvalidLocationConstraint: The specified location-constraint is not valid"],
  ];
  for (const [region, constraint, said] of misplaced) {
    it(`cannot be created in ${region} for ${constraint ?? "nowhere"}`, () => {
      const input = constraint ? { CreateBucketConfiguration: { LocationConstraint: constraint } } : {};
      expect(refusal(() => anS3({ region }).call("CreateBucket", input)).said).to.equal(said);
    });
  }

  it("takes the ACL private, and no other", () => {
    const { call } = anS3({ region: "us-east-1" });
    call("CreateBucket", { ACL: "private" });
    expect(refusal(() => call("CreateBucket", { Bucket: "other", ACL: "public-read" })).said).to.equal(
      "InvalidBucketAclWithObjectOwnership: Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  });

  it("is listed by prefix and page by page", () => {
    const { call } = anS3({ region: "us-east-1" });
    for (const Bucket of ["beta", "alpha-2", "alpha-1"]) call("CreateBucket", { Bucket });
    const names = (query: object) => call("ListBuckets", query).Buckets.map(({ Name }: { Name: string }) => Name);
    expect(names({})).to.deep.equal(["alpha-1", "alpha-2", "beta"]);
    expect(names({ Prefix: "alpha" })).to.deep.equal(["alpha-1", "alpha-2"]);
    expect(refusal(() => names({ BucketRegion: "eu-west-1" })).said).to.equal(
      "InvalidArgument: Requests with bucket-region specified must be made to the corresponding regional endpoint",
    );
    const { ContinuationToken, Buckets } = call("ListBuckets", { MaxBuckets: 2 });
    expect(Buckets[0].BucketRegion, "told to who asks for something").to.equal("us-east-1");
    expect(names({ ContinuationToken })).to.deep.equal(["beta"]);
  });
});
