import { expect } from "chai";
import { PolicyCache, type PolicyKind, parsePolicy } from "../../cloud/iam/policy.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { allow, type StatementInput } from "./policies.ts";

const BUCKET = "arn:aws:s3:::example_bucket";
const list = (input: StatementInput = {}) => ({ Effect: "Allow", Action: "s3:ListBucket", Resource: BUCKET, ...input });
const v2012 = (...Statement: unknown[]) => ({ Version: "2012-10-17", Statement });
const when = (Condition: unknown) => v2012(list({ Condition }));
const without = (element: string) =>
  v2012(Object.fromEntries(Object.entries(list()).filter(([name]) => name !== element)));

function complaint(document: unknown, kind: PolicyKind = "managed"): string | undefined {
  try {
    parsePolicy(document as object, kind);
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(AwsError);
    expect(error).to.include({ code: "MalformedPolicyDocument", status: 400 });
    return (error as AwsError).message;
  }
}

/** What AWS said to CreatePolicy about each of these. */
const SYNTAX = "Syntax errors in policy.";
const LEGACY = "The policy failed legacy parsing";
const VERSION = "Policy document must be version 2012-10-17 or greater.";
const VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
const recorded: [document: unknown, message: string][] = [
  ["not JSON", SYNTAX],
  ["null", SYNTAX],
  [{ Statement: list() }, VERSION],
  [{ Version: "2008-10-17", Statement: list() }, VERSION],
  [{ Statement: list({ Effect: "denY" }) }, VERSION],
  [{ Version: "2013-10-17", Statement: list() }, SYNTAX],
  [{ Version: "2012-10-17" }, SYNTAX],
  [v2012(), SYNTAX],
  [v2012("text"), SYNTAX],
  [{ ...v2012(list()), Extra: "element" }, SYNTAX],
  [{ ...v2012(list()), Id: ["list"] }, SYNTAX],
  [v2012(list({ Extra: "element" })), SYNTAX],
  [v2012(list({ Effect: "invalid" })), SYNTAX],
  [without("Effect"), SYNTAX],
  [v2012(list({ Effect: "aLLow" })), LEGACY],
  [v2012(list({ Sid: {} })), SYNTAX],
  [
    v2012(list({ Sid: "twice" }), { Sid: "twice", Effect: "Allow" }),
    "Statement IDs (SID) in a single policy must be unique.",
  ],
  [v2012(list({ Resource: { a: BUCKET } })), SYNTAX],
  [v2012(list({ Action: [[]] })), SYNTAX],
  [v2012(list({ NotAction: [] })), SYNTAX],
  [v2012(list({ NotResource: "*" })), SYNTAX],
  [v2012(list({ Action: "invalid" })), VENDOR],
  [v2012({ Effect: "Allow", Action: "invalid" }), VENDOR],
  [v2012({ Effect: "Allow", NotAction: "", Resource: BUCKET }), VENDOR],
  [v2012(list({ Action: "a a:ListBucket" })), "Vendor a a is not valid"],
  [v2012(list({ Action: "s3:List:Bucket" })), "Actions/Condition can contain only one colon."],
  [v2012(list({ Action: [] })), "Policy statement must contain actions."],
  [v2012({ Effect: "Deny" }, list()), "Policy statement must contain actions."],
  [without("Resource"), "Policy statement must contain resources."],
  [v2012(list({ Resource: [] })), "Policy statement must contain resources."],
  [v2012(list({ Resource: "" })), 'Resource  must be in ARN format or "*".'],
  [v2012(list({ Action: "s:3:ListBucket", Resource: "adf" })), 'Resource adf must be in ARN format or "*".'],
  [v2012(list({ Resource: "a:bcd" })), 'Partition "bcd" is not valid for resource "arn:bcd:*:*:*:*".'],
  [v2012(list({ Resource: "a:b:c:d:e:f:g:h" })), 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".'],
  [v2012(list({ Resource: "aws:s3:::x" })), 'Partition "s3" is not valid for resource "arn:s3:::x:*".'],
  [
    v2012(list({ Resource: ["arn:error:s3:::x", "arn:error:s3::x"] })),
    'Partition "error" is not valid for resource "arn:error:s3:::x".',
  ],
  [v2012(list({ Resource: "arn:aws" })), "Resource vendor must be fully qualified and cannot contain regexes."],
  [v2012(list({ Resource: "arn:aws:s3::x" })), LEGACY],
  [v2012(list({ Resource: "arn:aws::fdsasf" })), LEGACY],
  [v2012(list({ Resource: "arn:aws::::x" })), LEGACY],
  [v2012({ Effect: "Allow", Resource: "arn:aws:s3::x" }), LEGACY],
  [
    v2012(list({ Resource: "arn:aws:iam:us-east-1::x" })),
    "IAM resource arn:aws:iam:us-east-1::x cannot contain region information.",
  ],
  [
    v2012(list({ Resource: "arn:aws:s3:us-east-1::x" })),
    "Resource arn:aws:s3:us-east-1::x can not contain region information.",
  ],
  [
    v2012(list({ Resource: "arn:aws:iam:::x" })),
    'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
  ],
  [when([]), SYNTAX],
  [when("a"), SYNTAX],
  [when({ a: "b" }), SYNTAX],
  [when({ x: { a: "1" } }), SYNTAX],
  [when({ DateGreaterThan: [] }), SYNTAX],
  [when({ DateGreaterThan: { a: {} } }), SYNTAX],
  [when({ "ForAnyValue::StringEqualsIfExists": { a: "b" } }), SYNTAX],
  [when({ DateGreaterThan: { a: "sdfdsf" } }), LEGACY],
  [when({ DateLessThanEquals: { a: "234-13" } }), LEGACY],
  [when({ DateLessThanEquals: { a: "2016-12-13t2:00:00.593194+1" } }), LEGACY],
  [when({ DateLessThanEquals: { a: "2016-12-13t2:00:00.1999999999+10:59" } }), LEGACY],
  [when({ DateLessThan: { a: "9223372036854775808" } }), LEGACY],
  [v2012({ ...list({ Principal: "*" }) }), "Policy document should not specify a principal."],
];

const accepted: unknown[] = [
  v2012(list()),
  { Version: "2012-10-17", Id: "an id", Statement: list() },
  v2012(list({ Action: "iam: asdf safdsf af " })),
  v2012(list({ Action: "*" })),
  v2012(list({ Action: "s3-s.x:ListBucket" })),
  v2012(list({ Resource: [BUCKET, "*"] })),
  v2012(list({ Resource: "arn:aws:fdsasf" })),
  v2012(list({ Resource: "arn:aws:iam:::user/example_bucket" })),
  v2012(list({ Resource: "arn:aws:cloudwatch:us-east-1::example_bucket" })),
  v2012({ Effect: "Allow", NotAction: "s3:ListBucket", NotResource: "*" }),
  when({}),
  when({ a: {}, b: {} }),
  when({ DateGreaterThan: {} }),
  when({ DateGreaterThan: { a: [] } }),
  when({ DateGreaterThan: { a: "01T" } }),
  when({ DateLessThan: { a: "-292275054" } }),
  when({ DateLessThanEquals: { a: ["2016-12-13T21:20:37.593194+00:00", "2016-12-13t2:00:00.593194+23"] } }),
  when({ "ForAnyValue:StringEqualsIfExists": { a: "asf" } }),
  when({ Bool: { "aws:SecureTransport": false }, NumericLessThan: { "s3:max-keys": 10 } }),
];

describe("A managed policy's document", () => {
  for (const [document, message] of recorded) {
    it(`${JSON.stringify(document)} is refused: ${message}`, () => expect(complaint(document)).to.equal(message));
  }
  for (const document of accepted) {
    it(`${JSON.stringify(document)} is accepted`, () => expect(complaint(document)).to.equal(undefined));
  }
});

describe("An inline policy's document", () => {
  it("may be of the older version, or of none", () => {
    expect(complaint({ Version: "2008-10-17", Statement: list() }, "identity")).to.equal(undefined);
    expect(complaint({ Statement: list() }, "identity")).to.equal(undefined);
  });
});

describe("A resource policy's document", () => {
  it("needs a principal in each statement", () => {
    expect(complaint(v2012(list()), "resource")).to.equal("Missing required field Principal");
  });

  it("takes accounts, users, roles, sessions and services", () => {
    const AWS = ["*", "111122223333", "arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/a/b"];
    expect(complaint(v2012(list({ Principal: { AWS, Service: "s3.amazonaws.com" } })), "resource")).to.equal(undefined);
  });

  it("refuses part of a name as principal", () => {
    const message = 'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"';
    const Principal = { AWS: "arn:aws:iam::111122223333:user/*" };
    expect(complaint(v2012(list({ Principal })), "resource")).to.equal(message);
  });

  it("refuses a kind of principal there is not", () => {
    expect(complaint(v2012(list({ Principal: { Robot: "*" } })), "resource")).to.equal(SYNTAX);
  });
});

describe("A trust policy's document", () => {
  const trust = (input: StatementInput = {}) =>
    v2012({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" }, ...input });
  const table: [document: unknown, message: string | undefined][] = [
    [trust(), undefined],
    [{ Statement: [trust().Statement[0]] }, undefined],
    ["{", "This policy contains invalid Json"],
    [trust({ Resource: "*" }), "Has prohibited field Resource"],
    [trust({ Action: "s3:GetObject" }), "AssumeRole policy may only specify STS AssumeRole actions."],
    [trust({ Principal: undefined }), "Missing required field Principal"],
    [trust({ Action: undefined }), "Missing required field Action"],
    [trust({ Principal: { AWS: "ana" } }), 'Invalid principal in policy: "AWS":"ana"'],
  ];
  for (const [document, message] of table) {
    it(`${JSON.stringify(document)} is ${message ? `refused: ${message}` : "accepted"}`, () => {
      expect(complaint(typeof document === "string" ? document : JSON.stringify(document), "trust")).to.equal(message);
    });
  }
});

describe("The policy cache", () => {
  it("reads a document once, and forgets the oldest beyond its limit", () => {
    const cache = new PolicyCache(2);
    const document = (sid: string) => JSON.stringify(v2012(allow({ Sid: sid })));
    const first = cache.get(document("first"), "identity");
    expect(cache.get(document("first"), "identity")).to.equal(first);
    cache.get(document("second"), "identity");
    cache.get(document("third"), "identity");
    expect(cache.get(document("first"), "identity")).to.not.equal(first);
  });
});
