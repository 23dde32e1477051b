import { expect } from "chai";
import { aBucket, anS3, bytes, refusal } from "./a-s3.ts";

const MALFORMED =
  "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema";

/** What a new bucket answers; Terraform reads it all and compares. */
const DEFAULTS: [operation: string, output: object][] = [
  ["GetBucketVersioning", {}],
  ["GetBucketAccelerateConfiguration", {}],
  ["GetBucketLogging", {}],
  ["GetBucketRequestPayment", { Payer: "BucketOwner" }],
  ["GetBucketNotificationConfiguration", {}],
  [
    "GetBucketEncryption",
    {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
      },
    },
  ],
  ["GetBucketOwnershipControls", { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } }],
  [
    "GetPublicAccessBlock",
    {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    },
  ],
];

const ABSENT: [operation: string, said: string][] = [
  ["GetBucketTagging", "NoSuchTagSet: The TagSet does not exist"],
  ["GetBucketPolicy", "NoSuchBucketPolicy: The bucket policy does not exist"],
  ["GetBucketCors", "NoSuchCORSConfiguration: The CORS configuration does not exist"],
  ["GetBucketWebsite", "NoSuchWebsiteConfiguration: The specified bucket does not have a website configuration"],
  ["GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration: The lifecycle configuration does not exist"],
  ["GetBucketReplication", "ReplicationConfigurationNotFoundError: The replication configuration was not found"],
  [
    "GetObjectLockConfiguration",
    "ObjectLockConfigurationNotFoundError: Object Lock configuration does not exist for this bucket",
  ],
];

describe("a new bucket", () => {
  for (const [operation, output] of DEFAULTS) {
    it(`answers ${operation} with its default`, () => {
      expect(aBucket().call(operation, {})).to.deep.equal(output);
    });
  }

  for (const [operation, said] of ABSENT) {
    it(`answers ${operation} with 404`, () => {
      const extra = { BucketName: "documents" };
      expect(refusal(() => aBucket().call(operation, {}))).to.deep.equal({ said, status: 404, extra });
    });
  }

  it("belongs to its account alone", () => {
    const { Owner, Grants } = aBucket().call("GetBucketAcl", {});
    expect(Grants).to.deep.equal([{ Grantee: { ID: Owner.ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }]);
    expect(Owner.ID).to.match(/^[0-9a-f]{64}$/);
  });

  it("does not pretend to select from objects", () => {
    expect(refusal(() => aBucket().call("SelectObjectContent", {}))).to.deep.include({
      said: "NotImplemented: A header you provided implies functionality that is not implemented",
      status: 501,
    });
  });

  it("knows no ACLs", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", Body: bytes("x") });
    for (const operation of ["PutBucketAcl", "PutObjectAcl"]) {
      expect(refusal(() => call(operation, { Key: "a", ACL: "public-read" })).said).to.equal(
        "AccessControlListNotSupported: The bucket does not allow ACLs",
      );
    }
  });
});

describe("a configuration", () => {
  it("needs a bucket", () => {
    for (const operation of [...DEFAULTS, ...ABSENT].map(([name]) => name)) {
      expect(refusal(() => anS3().call(operation, {})).said, operation).to.equal(
        "NoSuchBucket: The specified bucket does not exist",
      );
    }
  });

  it("leaves a fact when it changes", () => {
    const { call, feed } = aBucket();
    call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
    expect(feed.facts.at(-1)).to.deep.include({ kind: "BucketConfigured", operation: "PutBucketVersioning" });
  });

  it("of versioning is Enabled or Suspended", () => {
    const { call } = aBucket();
    const put = (VersioningConfiguration: object) => call("PutBucketVersioning", { VersioningConfiguration });
    for (const Status of ["Suspended", "Enabled"]) {
      put({ Status });
      expect(call("GetBucketVersioning", {})).to.deep.equal({ Status });
    }
    for (const Status of ["enabled", "Disabled"]) expect(refusal(() => put({ Status })).said).to.equal(MALFORMED);
    expect(refusal(() => put({})).said).to.equal(
      "IllegalVersioningConfigurationException: The Versioning element must be specified",
    );
  });

  it("of encryption is one rule, and never none", () => {
    const { call } = aBucket();
    const put = (...Rules: object[]) =>
      call("PutBucketEncryption", { ServerSideEncryptionConfiguration: { Rules } }) as object;
    const rule = (more: object = {}) => ({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256", ...more } });
    put({ ...rule(), BucketKeyEnabled: true });
    expect(call("GetBucketEncryption", {}).ServerSideEncryptionConfiguration.Rules).to.deep.equal([
      { ...rule(), BucketKeyEnabled: true },
    ]);
    call("DeleteBucketEncryption", {});
    expect(call("GetBucketEncryption", {})).to.deep.equal(
      DEFAULTS.find(([name]) => name === "GetBucketEncryption")![1],
    );
    expect(refusal(() => put()).said).to.equal(MALFORMED);
    expect(refusal(() => put(rule(), rule())).said).to.equal(MALFORMED);
    expect(refusal(() => put(rule({ KMSMasterKeyID: "k" })))).to.deep.include({
      said: "InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
      extra: { ArgumentName: "ApplyServerSideEncryptionByDefault" },
    });
    expect(refusal(() => put(rule({ SSEAlgorithm: "rot13" }))).said).to.equal(MALFORMED);
  });

  it("of ownership is one rule of three, or none", () => {
    const { call } = aBucket();
    const put = (...Rules: object[]) => call("PutBucketOwnershipControls", { OwnershipControls: { Rules } });
    put({ ObjectOwnership: "ObjectWriter" });
    expect(call("GetBucketOwnershipControls", {}).OwnershipControls.Rules).to.deep.equal([
      { ObjectOwnership: "ObjectWriter" },
    ]);
    for (const rules of [[], [{ ObjectOwnership: "Nobody" }], [{}]]) {
      expect(refusal(() => put(...rules)).said).to.equal(MALFORMED);
    }
    call("DeleteBucketOwnershipControls", {});
    expect(refusal(() => call("GetBucketOwnershipControls", {})).said).to.equal(
      "OwnershipControlsNotFoundError: The bucket ownership controls were not found",
    );
  });

  it("of public access has four switches, all of which can be gone", () => {
    const { call } = aBucket();
    call("PutPublicAccessBlock", { PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    expect(call("GetPublicAccessBlock", {}).PublicAccessBlockConfiguration).to.deep.equal({
      BlockPublicAcls: true,
      IgnorePublicAcls: false,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
    call("DeletePublicAccessBlock", {});
    call("DeletePublicAccessBlock", {});
    expect(refusal(() => call("GetPublicAccessBlock", {})).said).to.equal(
      "NoSuchPublicAccessBlockConfiguration: The public access block configuration was not found",
    );
  });

  it("of lifecycle comes back as it was sent, with ids and the default size", () => {
    const { call } = aBucket();
    const rule = { Status: "Enabled", Filter: { Prefix: "input/" }, Expiration: { Days: 7 } };
    const put = (...Rules: object[]) => call("PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules } });
    put({ ID: "expire", ...rule }, rule);
    const { Rules, TransitionDefaultMinimumObjectSize } = call("GetBucketLifecycleConfiguration", {});
    expect(Rules[0]).to.deep.equal({ ID: "expire", ...rule });
    expect(Rules[1].ID).to.match(/^[A-Za-z0-9+/]{48}$/);
    expect(TransitionDefaultMinimumObjectSize).to.equal("all_storage_classes_128K");
    const { Status, ...unclear } = rule;
    const { Filter, ...unscoped } = rule;
    for (const rules of [[], [unclear], [unscoped]]) {
      expect(refusal(() => put(...rules)).said).to.equal(MALFORMED);
    }
    call("DeleteBucketLifecycle", {});
    expect(refusal(() => call("GetBucketLifecycleConfiguration", {})).status).to.equal(404);
  });

  it("of metrics is one of many, by its id", () => {
    const { call } = aBucket();
    const put = (Id: string, Filter?: object) =>
      call("PutBucketMetricsConfiguration", { Id, MetricsConfiguration: { Id, ...(Filter && { Filter }) } });
    put("outputs", { Prefix: "output/" });
    put("all");
    put("outputs", { Prefix: "output/new/" });
    const outputs = { Id: "outputs", Filter: { Prefix: "output/new/" } };
    expect(call("GetBucketMetricsConfiguration", { Id: "outputs" })).to.deep.equal({ MetricsConfiguration: outputs });
    expect(call("ListBucketMetricsConfigurations", {})).to.deep.equal({
      IsTruncated: false,
      MetricsConfigurationList: [{ Id: "all" }, outputs],
    });
    call("DeleteBucketMetricsConfiguration", { Id: "outputs" });
    for (const operation of ["GetBucketMetricsConfiguration", "DeleteBucketMetricsConfiguration"]) {
      expect(refusal(() => call(operation, { Id: "outputs" }))).to.deep.include({
        said: "NoSuchConfiguration: The specified configuration does not exist.",
        status: 404,
      });
    }
    const other = { Id: "a", MetricsConfiguration: { Id: "b" } };
    expect(refusal(() => call("PutBucketMetricsConfiguration", other)).said).to.equal(
      "IdMismatch: Document ID does not match the specified configuration ID.",
    );
  });
});
