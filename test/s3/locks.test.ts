import { expect } from "chai";
import { aBucket, anS3, bytes, pass, refusal, START, type TestS3 } from "./a-s3.ts";

const DAY = 86_400_000;
const PROTECTED = "AccessDenied: Access Denied because object protected by object lock.";

describe("object lock", () => {
  it("comes with a bucket and keeps its versions", () => {
    const { call } = aLockedBucket();
    expect(call("GetBucketVersioning", {})).to.deep.equal({ Status: "Enabled" });
    const configuration = { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } };
    expect(call("GetObjectLockConfiguration", {})).to.deep.equal(configuration);
    const suspend = () => call("PutBucketVersioning", { VersioningConfiguration: { Status: "Suspended" } });
    expect(refusal(suspend)).to.deep.include({
      said: "InvalidBucketState: An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
      status: 409,
    });
  });

  it("comes later only where versions are kept", () => {
    const { call } = aBucket();
    const put = () => call("PutObjectLockConfiguration", { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" } });
    expect(refusal(put).said).to.equal(
      "InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
    call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
    put();
    expect(call("GetObjectLockConfiguration", {}).ObjectLockConfiguration.ObjectLockEnabled).to.equal("Enabled");
  });

  const malformed: [what: string, sent: object][] = [
    ["nothing", {}],
    ["a rule without its switch", { Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } }],
    ["a rule without a retention", { ObjectLockEnabled: "Enabled", Rule: {} }],
    [
      "a retention without a time",
      { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode: "GOVERNANCE" } } },
    ],
    [
      "days and years",
      { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1, Years: 1 } } },
    ],
  ];
  for (const [what, ObjectLockConfiguration] of malformed) {
    it(`is not configured by ${what}`, () => {
      const { call } = aLockedBucket();
      expect(refusal(() => call("PutObjectLockConfiguration", { ObjectLockConfiguration })).said).to.match(
        /^MalformedXML/,
      );
    });
  }

  it("holds a version as long as its legal hold is on", () => {
    const { call } = aLockedBucket();
    const { VersionId } = call("PutObject", { Key: "a", Body: bytes("x") });
    expect(refusal(() => call("GetObjectLegalHold", { Key: "a" }))).to.deep.include({
      said: "NoSuchObjectLockConfiguration: The specified object does not have a ObjectLock configuration",
      status: 404,
    });
    call("PutObjectLegalHold", { Key: "a", LegalHold: { Status: "ON" } });
    expect(call("HeadObject", { Key: "a" }).ObjectLockLegalHoldStatus).to.equal("ON");
    const remove = { Key: "a", VersionId, BypassGovernanceRetention: true };
    expect(refusal(() => call("DeleteObject", remove))).to.deep.include({ said: PROTECTED, status: 403 });
    expect(call("DeleteObjects", { Delete: { Objects: [{ Key: "a", VersionId }] } }).Errors).to.deep.equal([
      { Key: "a", VersionId, Code: "AccessDenied", Message: PROTECTED.replace("AccessDenied: ", "") },
    ]);
    // A delete marker takes nothing away.
    expect(call("DeleteObject", { Key: "a" }).DeleteMarker).to.equal(true);
    call("PutObjectLegalHold", { Key: "a", VersionId, LegalHold: { Status: "OFF" } });
    expect(call("DeleteObject", { Key: "a", VersionId })).to.deep.equal({ VersionId });
  });

  it("of governance gives way to who may and says so, and to time", async () => {
    const s3 = aLockedBucket();
    const lock = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(START + DAY) };
    const [first, second] = [1, 2].map(() => s3.call("PutObject", { Key: "a", ...lock }).VersionId);
    expect(s3.call("HeadObject", { Key: "a" })).to.deep.include(lock);
    expect(refusal(() => s3.call("DeleteObject", { Key: "a", VersionId: first })).said).to.equal(PROTECTED);
    s3.call("DeleteObject", { Key: "a", VersionId: first, BypassGovernanceRetention: true });
    await pass(s3.clock, DAY);
    s3.call("DeleteObject", { Key: "a", VersionId: second });
    expect(s3.call("ListObjectVersions", {})).not.to.have.property("Versions");
  });

  it("of compliance gives way to nobody, and only grows", () => {
    const { call } = aLockedBucket();
    const { VersionId } = call("PutObject", { Key: "a" });
    const retain = (days: number, Mode = "COMPLIANCE", BypassGovernanceRetention = true) => {
      const Retention = { Mode, RetainUntilDate: new Date(START + days * DAY) };
      return call("PutObjectRetention", { Key: "a", Retention, BypassGovernanceRetention });
    };
    retain(2);
    retain(3);
    expect(call("GetObjectRetention", { Key: "a" }).Retention).to.deep.equal({
      Mode: "COMPLIANCE",
      RetainUntilDate: new Date(START + 3 * DAY),
    });
    for (const weaker of [() => retain(1), () => retain(4, "GOVERNANCE")]) {
      expect(refusal(weaker).said).to.equal(PROTECTED);
    }
    const remove = { Key: "a", VersionId, BypassGovernanceRetention: true };
    expect(refusal(() => call("DeleteObject", remove)).said).to.equal(PROTECTED);
  });

  it("is taken off by an empty retention, by who may", () => {
    const { call } = aLockedBucket();
    const Retention = { Mode: "GOVERNANCE", RetainUntilDate: new Date(START + DAY) };
    call("PutObject", { Key: "a" });
    call("PutObjectRetention", { Key: "a", Retention });
    expect(refusal(() => call("PutObjectRetention", { Key: "a", Retention: {} })).said).to.equal(PROTECTED);
    call("PutObjectRetention", { Key: "a", Retention: {}, BypassGovernanceRetention: true });
    expect(refusal(() => call("GetObjectRetention", { Key: "a" })).status).to.equal(404);
    expect(refusal(() => call("PutObjectRetention", { Key: "a", Retention: { Mode: "GOVERNANCE" } })).said).to.match(
      /^MalformedXML/,
    );
  });

  it("by default holds every new object that says nothing else", () => {
    const { call } = aLockedBucket();
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 2 } };
    call("PutObjectLockConfiguration", { ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule } });
    const own = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: new Date(START + DAY) };
    call("PutObject", { Key: "a" });
    call("PutObject", { Key: "b", ...own });
    call("CopyObject", { Key: "c", CopySource: "documents/b" });
    const byDefault = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(START + 2 * DAY) };
    expect(call("HeadObject", { Key: "a" })).to.deep.include(byDefault);
    expect(call("HeadObject", { Key: "b" })).to.deep.include(own);
    expect(call("HeadObject", { Key: "c" })).to.deep.include(byDefault);
  });

  const refused: [what: string, input: object, said: string][] = [
    [
      "half of it",
      { ObjectLockMode: "GOVERNANCE" },
      "InvalidArgument: x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    ],
    [
      "the past",
      { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: new Date(START - 1) },
      "InvalidArgument: The retain until date must be in the future!",
    ],
    [
      "a mode of one's own",
      { ObjectLockMode: "MINE", ObjectLockRetainUntilDate: new Date(START + DAY) },
      "InvalidArgument: Unknown wormMode directive.",
    ],
  ];
  for (const [what, input, said] of refused) {
    it(`does not take ${what}`, () => {
      expect(refusal(() => aLockedBucket().call("PutObject", { Key: "a", ...input })).said).to.equal(said);
    });
  }

  it("is not spoken of in a bucket without it", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a" });
    const missing = "InvalidRequest: Bucket is missing Object Lock Configuration";
    expect(refusal(() => call("GetObjectRetention", { Key: "a" })).said).to.equal(missing);
    expect(refusal(() => call("PutObjectLegalHold", { Key: "a", LegalHold: { Status: "ON" } })).said).to.equal(missing);
    for (const BypassGovernanceRetention of [true, false]) {
      expect(refusal(() => call("DeleteObject", { Key: "a", BypassGovernanceRetention }))).to.deep.include({
        said: "InvalidArgument: x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
        extra: { ArgumentName: "x-amz-bypass-governance-retention" },
      });
    }
  });

  it("lets only those bypass it who may", () => {
    const { house } = aLockedBucket();
    const input = { Bucket: "documents", Key: "a", VersionId: "v", BypassGovernanceRetention: true };
    const actions = house.needs("DeleteObject", input as never).map(({ action }) => action);
    expect(actions).to.deep.equal(["s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"]);
  });
});

function aLockedBucket(): TestS3 {
  const s3 = anS3();
  s3.call("CreateBucket", {
    CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    ObjectLockEnabledForBucket: true,
  });
  return s3;
}
