import { expect } from "chai";
import { aBucket, refusal } from "./a-s3.ts";

const MALFORMED =
  "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema";

describe("a setting", () => {
  it("of acceleration is on or off, and not for names with dots", () => {
    const { call } = aBucket();
    const put = (Status: string) => call("PutBucketAccelerateConfiguration", { AccelerateConfiguration: { Status } });
    expect(call("GetBucketAccelerateConfiguration", {})).to.deep.equal({});
    put("Enabled");
    put("Suspended");
    expect(call("GetBucketAccelerateConfiguration", {})).to.deep.equal({ Status: "Suspended" });
    expect(refusal(() => put("enabled")).said).to.equal(MALFORMED);
    const location = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } };
    call("CreateBucket", { Bucket: "with.dots", ...location });
    const accelerate = { Bucket: "with.dots", AccelerateConfiguration: { Status: "Enabled" } };
    expect(refusal(() => call("PutBucketAccelerateConfiguration", accelerate)).said).to.equal(
      "InvalidRequest: S3 Transfer Acceleration is not supported for buckets with periods (.) in their names",
    );
  });

  it("of payment names the owner or the requester", () => {
    const { call } = aBucket();
    const put = (Payer: string) => call("PutBucketRequestPayment", { RequestPaymentConfiguration: { Payer } });
    put("Requester");
    expect(call("GetBucketRequestPayment", {})).to.deep.equal({ Payer: "Requester" });
    expect(refusal(() => put("Nobody")).said).to.equal(MALFORMED);
  });

  it("of logging names a bucket that is there, or nothing", () => {
    const { call } = aBucket();
    const put = (LoggingEnabled?: object) => call("PutBucketLogging", { BucketLoggingStatus: { LoggingEnabled } });
    const logging = { TargetBucket: "documents", TargetPrefix: "log/" };
    put(logging);
    expect(call("GetBucketLogging", {})).to.deep.equal({ LoggingEnabled: logging });
    expect(refusal(() => put({ ...logging, TargetBucket: "nowhere" }))).to.deep.equal({
      said: "InvalidTargetBucketForLogging: The target bucket for logging does not exist",
      status: 400,
      extra: { TargetBucket: "nowhere" },
    });
    put();
    expect(call("GetBucketLogging", {})).to.deep.equal({});
  });

  it("of replication needs versions on both sides", () => {
    const { call } = aBucket();
    const put = (Bucket = "arn:aws:s3:::documents", ...more: object[]) =>
      call("PutBucketReplication", {
        ReplicationConfiguration: { Role: "r", Rules: [{ ID: "a", Destination: { Bucket } }, ...more] },
      });
    expect(refusal(put).said).to.equal(
      "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    );
    call("PutBucketVersioning", { VersioningConfiguration: { Status: "Enabled" } });
    expect(refusal(() => put("arn:aws:s3:::nowhere")).said).to.equal(
      "InvalidRequest: Destination bucket must have versioning enabled.",
    );
    put();
    expect(call("GetBucketReplication", {}).ReplicationConfiguration.Rules[0].ID).to.equal("a");
    const empty = { ReplicationConfiguration: { Role: "r", Rules: [] } };
    expect(refusal(() => call("PutBucketReplication", empty)).said).to.equal(MALFORMED);
    call("DeleteBucketReplication", {});
    expect(refusal(() => call("GetBucketReplication", {})).status).to.equal(404);
  });

  const websites: [what: string, sent: object, said: string][] = [
    [
      "an index in a folder",
      { IndexDocument: { Suffix: "/index.html" } },
      "InvalidArgument: The IndexDocument Suffix is not well formed",
    ],
    [
      "nothing",
      {},
      "InvalidArgument: A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
    ],
    [
      "an index and a redirect of everything",
      { IndexDocument: { Suffix: "i" }, RedirectAllRequestsTo: { HostName: "h" } },
      "InvalidArgument: RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
    ],
    [
      "a protocol of one's own",
      { RedirectAllRequestsTo: { HostName: "h", Protocol: "ftp" } },
      "InvalidRequest: Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
    ],
    [
      "a rule with an empty condition",
      { IndexDocument: { Suffix: "i" }, RoutingRules: [{ Condition: {}, Redirect: { HostName: "h" } }] },
      "InvalidRequest: Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    ],
    [
      "a rule with two replacements",
      {
        IndexDocument: { Suffix: "i" },
        RoutingRules: [{ Redirect: { ReplaceKeyPrefixWith: "a", ReplaceKeyWith: "b" } }],
      },
      "InvalidRequest: You can only define ReplaceKeyPrefix or ReplaceKey but not both.",
    ],
  ];
  for (const [what, WebsiteConfiguration, said] of websites) {
    it(`of a website is not made of ${what}`, () => {
      expect(refusal(() => aBucket().call("PutBucketWebsite", { WebsiteConfiguration })).said).to.equal(said);
    });
  }

  it("of a website comes back as it was sent, and goes", () => {
    const { call } = aBucket();
    const WebsiteConfiguration = { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } };
    call("PutBucketWebsite", { WebsiteConfiguration });
    expect(call("GetBucketWebsite", {})).to.deep.equal(WebsiteConfiguration);
    call("DeleteBucketWebsite", {});
    expect(refusal(() => call("GetBucketWebsite", {})).said).to.match(/^NoSuchWebsiteConfiguration/);
  });

  const named: [kind: string, good: object, bad: object, said: RegExp][] = [
    ["Analytics", { StorageClassAnalysis: {} }, {}, /^MalformedXML/],
    [
      "IntelligentTiering",
      { Status: "Enabled", Tierings: [{ Days: 90, AccessTier: "ARCHIVE_ACCESS" }] },
      { Status: "Enabled" },
      /^MalformedXML/,
    ],
    ["Inventory", anInventory("arn:aws:s3:::documents"), anInventory("documents"), /^InvalidS3DestinationBucket/],
  ];
  for (const [kind, good, bad, said] of named) {
    it(`of ${kind} is one of several, by id`, () => {
      const { call } = aBucket();
      const member = `${kind}Configuration`;
      const put = (Id: string, sent: object) => call(`PutBucket${member}`, { Id, [member]: { Id, ...sent } });
      put("b", good);
      put("a", good);
      expect(call(`ListBucket${member}s`, {})).to.deep.equal({
        IsTruncated: false,
        [`${member}List`]: [
          { Id: "a", ...good },
          { Id: "b", ...good },
        ],
      });
      expect(refusal(() => put("c", bad)).said).to.match(said);
      call(`DeleteBucket${member}`, { Id: "a" });
      expect(refusal(() => call(`GetBucket${member}`, { Id: "a" })).said).to.match(/^NoSuchConfiguration/);
    });
  }
});

function anInventory(Bucket: string): object {
  return {
    IsEnabled: true,
    IncludedObjectVersions: "All",
    Schedule: { Frequency: "Daily" },
    Destination: { S3BucketDestination: { Bucket, Format: "CSV" } },
  };
}
