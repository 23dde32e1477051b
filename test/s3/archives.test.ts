import { expect } from "chai";
import { aBucket, bytes, pass, refusal, START, type TestS3, textOf } from "./a-s3.ts";

const HOUR = 3_600_000;

describe("an archived object", () => {
  it("cannot be read or copied before it is restored", () => {
    const { call } = anArchive("DEEP_ARCHIVE");
    expect(call("HeadObject", { Key: "a" }).StorageClass).to.equal("DEEP_ARCHIVE");
    expect(refusal(() => call("GetObject", { Key: "a" }))).to.deep.equal({
      said: "InvalidObjectState: The operation is not valid for the object's storage class",
      status: 403,
      extra: { StorageClass: "DEEP_ARCHIVE" },
    });
    const copy = () => call("CopyObject", { Key: "b", CopySource: "documents/a" });
    expect(refusal(copy).said).to.match(/^ObjectNotInActiveTierError/);
  });

  it("takes hours to be restored, and then stays for days", async () => {
    const s3 = anArchive("GLACIER");
    const QueueArn = "arn:aws:sqs:eu-west-1:123456789012:q";
    s3.put({ QueueConfigurations: [{ QueueArn, Events: ["s3:ObjectRestore:*"] }] }, true);
    const restore = () =>
      s3.call("RestoreObject", { Key: "a", RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: "Standard" } } });
    expect(restore()).to.deep.equal({ accepted: true });
    expect(s3.call("HeadObject", { Key: "a" }).Restore).to.equal('ongoing-request="true"');
    expect(refusal(restore)).to.deep.include({
      said: "RestoreAlreadyInProgress: Object restore is already in progress",
      status: 409,
    });
    await pass(s3.clock, 5 * HOUR);
    expect(textOf(s3.call("GetObject", { Key: "a" }))).to.equal("x");
    expect(s3.call("HeadObject", { Key: "a" }).Restore).to.equal(
      'ongoing-request="false", expiry-date="Sat, 03 Jan 2026 00:00:00 GMT"',
    );
    expect(restore()).to.deep.equal({});
    const [posted, completed] = s3.dispatched.map(({ body }) => JSON.parse(body).Records[0]);
    expect(posted.eventName).to.equal("ObjectRestore:Post");
    expect(completed).to.deep.include({
      eventName: "ObjectRestore:Completed",
      glacierEventData: {
        restoreEventData: {
          lifecycleRestorationExpiryTime: "2026-01-03T00:00:00.000Z",
          lifecycleRestoreStorageClass: "GLACIER",
        },
      },
    });
    expect(completed.userIdentity.principalId).to.match(/^AmazonCustomer:A/);
    await pass(s3.clock, 48 * HOUR);
    expect(refusal(() => s3.call("GetObject", { Key: "a" })).said).to.match(/^InvalidObjectState/);
  });

  it("is the only kind that can be restored", () => {
    const { call } = aBucket();
    call("PutObject", { Key: "a", StorageClass: "STANDARD_IA" });
    expect(refusal(() => call("RestoreObject", { Key: "a", RestoreRequest: { Days: 1 } }))).to.deep.include({
      said: "InvalidObjectState: Restore is not allowed for the object's current storage class",
      extra: { StorageClass: "STANDARD_IA" },
    });
  });
});

describe("an object's expiration", () => {
  const put = (s3: TestS3, ...Rules: object[]) =>
    s3.call("PutBucketLifecycleConfiguration", { LifecycleConfiguration: { Rules } });
  const rule = (ID: string, Days: number, Filter: object) => ({ ID, Status: "Enabled", Filter, Expiration: { Days } });

  it("is told by the rule that comes first, at midnight", () => {
    const s3 = aBucket();
    put(s3, rule("late", 9, { Prefix: "in" }), rule("soon & sure", 7, { Prefix: "input/" }));
    const expiration = 'expiry-date="Thu, 08 Jan 2026 00:00:00 GMT", rule-id="soon%20%26%20sure"';
    expect(s3.call("PutObject", { Key: "input/a" }).Expiration).to.equal(expiration);
    expect(s3.call("HeadObject", { Key: "input/a" }).Expiration).to.equal(expiration);
    expect(s3.call("PutObject", { Key: "output/a" })).not.to.have.property("Expiration");
  });

  it("is asked of what a rule asks for: tags and sizes", () => {
    const s3 = aBucket();
    const tag = { Key: "k", Value: "v" };
    put(s3, rule("tagged", 1, { Tag: tag }), rule("large", 1, { ObjectSizeGreaterThan: 3 }));
    const ruleOf = (input: object) =>
      /rule-id="(.*)"/.exec(s3.call("PutObject", { Key: "a", ...input }).Expiration)?.[1];
    expect(ruleOf({ Tagging: "k=v" })).to.equal("tagged");
    expect(ruleOf({ Body: bytes("1234") })).to.equal("large");
    expect(ruleOf({ Body: bytes("123") })).to.equal(undefined);
  });

  const refused: [what: string, rule: object, said: string][] = [
    [
      "does nothing",
      { Filter: {}, Expiration: undefined },
      "InvalidRequest: At least one action needs to be specified in a rule",
    ],
    [
      "ends in the middle of a day",
      { Expiration: { Date: new Date(START + 1) } },
      "InvalidArgument: 'Date' must be at midnight GMT",
    ],
    [
      "has a tag twice",
      {
        Filter: {
          And: {
            Tags: [
              { Key: "k", Value: "1" },
              { Key: "k", Value: "2" },
            ],
          },
        },
      },
      "InvalidRequest: Duplicate Tag Keys are not allowed.",
    ],
    ["has two filters", { Filter: { Prefix: "a", ObjectSizeLessThan: 1 } }, MALFORMED()],
    ["ends twice", { Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }, MALFORMED()],
    ["does not say when versions go", { NoncurrentVersionExpiration: {} }, MALFORMED()],
  ];
  for (const [what, changed, said] of refused) {
    it(`is not told by a rule that ${what}`, () => {
      expect(refusal(() => put(aBucket(), { ...rule("a", 1, {}), ...changed })).said).to.equal(said);
    });
  }
});

function MALFORMED(): string {
  return "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema";
}

/** A bucket with an object `a` in a storage class. */
function anArchive(StorageClass: string): TestS3 {
  const s3 = aBucket();
  s3.call("PutObject", { Key: "a", Body: bytes("x"), StorageClass });
  return s3;
}
