import { expect } from "chai";
import { isPublic } from "../../cloud/s3/policy.ts";
import { aBucket, refusal } from "./a-s3.ts";

const STATEMENT = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:role/transform" },
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::documents/*",
};

describe("a bucket policy", () => {
  it("is put, got to the letter, and deleted", () => {
    const { call } = aBucket();
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [STATEMENT] }, null, 1);
    call("PutBucketPolicy", { Policy });
    expect(call("GetBucketPolicy", {})).to.deep.equal({ Policy });
    expect(call("GetBucketPolicyStatus", {})).to.deep.equal({ PolicyStatus: { IsPublic: false } });
    call("DeleteBucketPolicy", {});
    call("DeleteBucketPolicy", {});
    expect(refusal(() => call("GetBucketPolicy", {})).said).to.equal(
      "NoSuchBucketPolicy: The bucket policy does not exist",
    );
  });

  it("is found by the ARN of the bucket and of its objects", () => {
    const { call, house } = aBucket();
    const Policy = policy(STATEMENT);
    call("PutBucketPolicy", { Policy });
    expect(house.policyOf("arn:aws:s3:::documents")).to.equal(Policy);
    expect(house.policyOf("arn:aws:s3:::documents/input/a:b.json")).to.equal(Policy);
    expect(house.policyOf("arn:aws:s3:::documents-2/a")).to.equal(undefined);
    expect(house.policyOf("*")).to.equal(undefined);
  });

  const { Effect, Principal, Action, Resource } = STATEMENT;
  const malformed: [what: string, policy: string, said: string][] = [
    ["nothing", "", "Policies must be valid JSON and the first byte must be '{'"],
    ["no JSON", "invalid json", "Policies must be valid JSON and the first byte must be '{'"],
    ["half a JSON", "{", "Policies must be valid JSON and the first byte must be '{'"],
    ["a list", "[]", "Policies must be valid JSON and the first byte must be '{'"],
    ["no statement", "{}", "Missing required field Statement"],
    ["no effect", policy({ Principal, Action, Resource }), "Missing required field Effect"],
    ["no principal", policy({ Effect, Action, Resource }), "Missing required field Principal"],
    ["no action", policy({ Effect, Principal, Resource }), "Missing required field Action"],
    ["no resource", policy({ Effect, Principal, Action }), "Missing required field Resource"],
    [
      "another bucket's objects",
      policy({ ...STATEMENT, Resource: "arn:aws:s3:::other/*" }),
      "Policy has invalid resource",
    ],
    [
      "an object action on the bucket",
      policy({ ...STATEMENT, Resource: "arn:aws:s3:::documents" }),
      "Action does not apply to any resource(s) in statement",
    ],
    [
      "a bucket action on objects",
      policy({ ...STATEMENT, Action: "s3:ListBucket" }),
      "Action does not apply to any resource(s) in statement",
    ],
  ];
  for (const [what, Policy, said] of malformed) {
    it(`is malformed with ${what}`, () => {
      expect(refusal(() => aBucket().call("PutBucketPolicy", { Policy }))).to.deep.equal({
        said: `MalformedPolicy: ${said}`,
        status: 400,
        extra: {},
      });
    });
  }

  it("may speak of the bucket and its objects at once, and of patterns", () => {
    const { call } = aBucket();
    const both = ["arn:aws:s3:::documents", "arn:aws:s3:::documents/*"];
    call("PutBucketPolicy", { Policy: policy({ ...STATEMENT, Action: "s3:ListBucket", Resource: both }) });
    call("PutBucketPolicy", { Policy: policy({ ...STATEMENT, Resource: "arn:aws:s3:::doc*/*" }) });
  });

  it("lets nobody in from everywhere while public policies are blocked", () => {
    const { call } = aBucket();
    const Policy = policy({ ...STATEMENT, Principal: "*" });
    expect(refusal(() => call("PutBucketPolicy", { Policy }))).to.deep.equal({
      said: "AccessDenied: Access Denied",
      status: 403,
      extra: {},
    });
    call("DeletePublicAccessBlock", {});
    call("PutBucketPolicy", { Policy });
    expect(call("GetBucketPolicyStatus", {})).to.deep.equal({ PolicyStatus: { IsPublic: true } });
  });

  it("may deny everybody what is not encrypted on its way", () => {
    const { call } = aBucket();
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    const Resources = ["arn:aws:s3:::documents", "arn:aws:s3:::documents/*"];
    const tlsOnly = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: Resources, Condition };
    call("PutBucketPolicy", { Policy: policy(tlsOnly) });
  });

  const opened: [what: string, statement: object, isOpen: boolean][] = [
    ["everybody", { Principal: "*" }, true],
    ["everybody, put otherwise", { Principal: { AWS: ["*"] } }, true],
    ["everybody but one", { Principal: undefined, NotPrincipal: { AWS: "x" } }, true],
    ["a service", { Principal: { Service: "s3.amazonaws.com" } }, false],
    ["an account", { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "1" } } }, false],
    ["any source", { Principal: "*", Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*" } } }, true],
    ["a network", { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }, false],
    ["the whole net", { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }, true],
    ["whoever is not from there", { Principal: "*", Condition: { StringNotEquals: { "aws:SourceVpc": "v" } } }, true],
  ];
  for (const [what, statement, isOpen] of opened) {
    it(`is ${isOpen ? "" : "not "}public when it lets in ${what}`, () => {
      expect(isPublic(policy({ ...STATEMENT, ...statement }))).to.equal(isOpen);
    });
  }
});

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
