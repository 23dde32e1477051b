import { expect } from "chai";
import { aBucket, refusal, type TestS3 } from "./a-s3.ts";

const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
const LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

describe("an ACL", () => {
  const canned: [name: string, groups: [uri: string, permission: string][]][] = [
    ["private", []],
    ["public-read", [[ALL_USERS, "READ"]]],
    [
      "public-read-write",
      [
        [ALL_USERS, "READ"],
        [ALL_USERS, "WRITE"],
      ],
    ],
    [
      "log-delivery-write",
      [
        [LOG_DELIVERY, "WRITE"],
        [LOG_DELIVERY, "READ_ACP"],
      ],
    ],
  ];
  for (const [ACL, groups] of canned) {
    it(`${ACL} grants what its name says beside the owner's all`, () => {
      const { call } = anOpenBucket();
      call("PutBucketAcl", { ACL });
      const { Owner, Grants } = call("GetBucketAcl", {});
      expect(Grants).to.deep.equal([
        { Grantee: { ID: Owner.ID, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" },
        ...groups.map(([URI, Permission]) => ({ Grantee: { Type: "Group", URI }, Permission })),
      ]);
    });
  }

  it("in headers grants that and no more", () => {
    const { call } = anOpenBucket();
    call("PutBucketAcl", { GrantRead: `uri="${LOG_DELIVERY}"` });
    expect(call("GetBucketAcl", {}).Grants).to.deep.equal([
      { Grantee: { Type: "Group", URI: LOG_DELIVERY }, Permission: "READ" },
    ]);
  });

  it("in a document comes back as it was sent", () => {
    const { call, s3 } = anOpenBucket();
    call("PutObject", { Key: "a" });
    const ID = s3.owner.canonicalId;
    const Grants = [{ Grantee: { Type: "Group", URI: ALL_USERS }, Permission: "READ_ACP" }];
    call("PutObjectAcl", { Key: "a", AccessControlPolicy: { Owner: { ID }, Grants } });
    expect(call("GetObjectAcl", { Key: "a" })).to.deep.equal({ Owner: { ID }, Grants });
  });

  const refused: [what: string, input: object, said: string, extra: object][] = [
    ["an unknown name", { ACL: "x" }, "InvalidArgument: ", { ArgumentName: "x-amz-acl", ArgumentValue: "x" }],
    [
      "an unknown group",
      { GrantRead: 'uri="http://x"' },
      "InvalidArgument: Invalid group uri",
      { ArgumentName: "uri", ArgumentValue: "http://x" },
    ],
    [
      "an unknown kind of grantee",
      { GrantWrite: 'fakekey="1"' },
      "InvalidArgument: Argument format not recognized",
      { ArgumentName: "x-amz-grant-write", ArgumentValue: 'fakekey="1"' },
    ],
    [
      "an unknown owner",
      { AccessControlPolicy: { Owner: { ID: "x" }, Grants: [] } },
      "InvalidArgument: Invalid id",
      { ArgumentName: "CanonicalUser/ID", ArgumentValue: "x" },
    ],
    [
      "an empty document",
      { AccessControlPolicy: {} },
      "MalformedACLError: The XML you provided was not well-formed or did not validate against our published schema",
      {},
    ],
    [
      "nothing at all",
      {},
      "MissingSecurityHeader: Your request was missing a required header",
      { MissingHeaderName: "x-amz-acl" },
    ],
    [
      "two ways to say it",
      { ACL: "private", GrantRead: `uri="${ALL_USERS}"` },
      "InvalidRequest: Specifying both Canned ACLs and Header Grants is not allowed",
      {},
    ],
    [
      "a name and a document",
      { ACL: "private", AccessControlPolicy: {} },
      "UnexpectedContent: This request does not support content",
      {},
    ],
  ];
  for (const [what, input, said, extra] of refused) {
    it(`is not made of ${what}`, () => {
      expect(refusal(() => anOpenBucket().call("PutBucketAcl", input))).to.deep.equal({ said, status: 400, extra });
    });
  }

  it("is out of use where the bucket's owner owns everything", () => {
    const { call } = aBucket();
    expect(refusal(() => call("PutBucketAcl", { ACL: "private" })).said).to.equal(
      "AccessControlListNotSupported: The bucket does not allow ACLs",
    );
    call("PutObject", { Key: "a", ACL: "bucket-owner-full-control" });
  });

  it("keeps a bucket from being its owner's alone as long as it grants something", () => {
    const { call } = anOpenBucket();
    call("PutBucketAcl", { ACL: "public-read" });
    const enforce = () =>
      call("PutBucketOwnershipControls", {
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      });
    expect(refusal(enforce).said).to.match(/^InvalidBucketAclWithObjectOwnership: /);
    call("PutBucketAcl", { ACL: "private" });
    enforce();
  });

  it("does not open a bucket that blocks public ACLs", () => {
    const { call } = anOpenBucket();
    call("PutPublicAccessBlock", { PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    expect(refusal(() => call("PutBucketAcl", { ACL: "public-read" })).status).to.equal(403);
    expect(refusal(() => call("PutObject", { Key: "a", ACL: "public-read" })).status).to.equal(403);
  });

  it("lets everybody do what it grants to everybody, unless that is ignored", () => {
    const { call, house } = anOpenBucket();
    call("PutObject", { Key: "open", ACL: "public-read" });
    call("PutObject", { Key: "closed" });
    const allowed = (key: string) => house.policyOf(`arn:aws:s3:::documents/${key}`);
    expect(JSON.parse(allowed("open")!).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: "arn:aws:s3:::documents/open",
      },
    ]);
    expect(allowed("closed")).to.equal(undefined);
    call("PutPublicAccessBlock", { PublicAccessBlockConfiguration: { IgnorePublicAcls: true } });
    expect(allowed("open")).to.equal(undefined);
  });

  it("is told of when it changes", () => {
    const s3 = anOpenBucket();
    const QueueArn = "arn:aws:sqs:eu-west-1:123456789012:q";
    s3.call("PutObject", { Key: "a" });
    s3.put({ QueueConfigurations: [{ QueueArn, Events: ["s3:ObjectAcl:Put"] }] }, true);
    s3.call("PutObjectAcl", { Key: "a", ACL: "public-read" });
    s3.call("PutObjectAcl", { Key: "a", ACL: "public-read" });
    const [event, ...more] = s3.dispatched.map(({ body }) => JSON.parse(body).Records[0]);
    expect(more).to.deep.equal([]);
    expect(event).to.deep.include({ eventName: "ObjectAcl:Put", eventVersion: "2.3" });
    expect(event.s3.object).to.deep.equal({ key: "a", eTag: "d41d8cd98f00b204e9800998ecf8427e" });
  });
});

/** A bucket where ACLs count and may be public. */
function anOpenBucket(): TestS3 {
  const s3 = aBucket();
  s3.call("PutBucketOwnershipControls", { OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } });
  s3.call("DeletePublicAccessBlock", {});
  return s3;
}
