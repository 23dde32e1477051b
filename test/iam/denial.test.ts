import { expect } from "chai";
import { accessDenied, accessDeniedMessage } from "../../cloud/iam/denial.ts";
import { evaluate, type Policies } from "../../cloud/iam/evaluate.ts";
import type { AccessRequest } from "../../cloud/iam/request.ts";
import {
  allow,
  anonymous,
  aPolicy,
  aRequest,
  aService,
  deny,
  identity,
  OBJECT,
  resource,
  session,
} from "./policies.ts";

const say = (policies: Policies, request: Partial<AccessRequest> = {}) =>
  accessDeniedMessage(aRequest(request), evaluate(aRequest(request), policies));
const START =
  "User: arn:aws:iam::111122223333:user/team/ana is not authorized to perform: sqs:SendMessage on resource: ";
const PREFIX = `${START}arn:aws:sqs:eu-west-1:111122223333:deliveries`;

describe("An access denied message", () => {
  const may = { identity: [identity(allow())] };
  const s3Only = allow({ Action: "s3:*" });
  const trust = (Effect: string) => ({
    trust: aPolicy("trust", {
      Effect,
      Action: "sts:AssumeRole",
      Principal: Effect === "Deny" ? { AWS: "*" } : { Service: "lambda.amazonaws.com" },
    }),
  });
  const table: [name: string, policies: Policies, end: string][] = [
    ["an identity policy that is missing", {}, "because no identity-based policy allows the sqs:SendMessage action"],
    [
      "an identity policy that denies",
      { identity: [identity(deny())] },
      "with an explicit deny in an identity-based policy",
    ],
    [
      "a resource policy that denies",
      { resource: resource(deny({ Principal: "*" })) },
      "with an explicit deny in a resource-based policy",
    ],
    [
      "a boundary that does not allow",
      { ...may, boundary: aPolicy("managed", s3Only) },
      "because no permissions boundary allows the sqs:SendMessage action",
    ],
    [
      "a boundary that denies",
      { ...may, boundary: aPolicy("managed", deny()) },
      "with an explicit deny in a permissions boundary",
    ],
    [
      "a session policy that does not allow",
      { ...may, session: [aPolicy("session", s3Only)] },
      "because no session policy allows the sqs:SendMessage action",
    ],
    [
      "a session policy that denies",
      { ...may, session: [aPolicy("session", deny())] },
      "with an explicit deny in a session policy",
    ],
    [
      "SCPs that do not allow",
      { ...may, serviceControl: [aPolicy("managed", s3Only)] },
      "because no service control policy allows the sqs:SendMessage action",
    ],
    [
      "an SCP that denies",
      { ...may, serviceControl: [aPolicy("managed", deny())] },
      "with an explicit deny in a service control policy",
    ],
  ];
  for (const [name, policies, end] of table) {
    it(`blames ${name}`, () => expect(say(policies)).to.equal(`${PREFIX} ${end}`));
  }

  it("blames the resource policy when another account's resource does not allow", () => {
    const resource = "arn:aws:sqs:eu-west-1:444455556666:deliveries";
    const end = "because no resource-based policy allows the sqs:SendMessage action";
    expect(say(may, { resource })).to.equal(`${START}${resource} ${end}`);
  });

  it("blames a role's trust policy", () => {
    const assume = { action: "sts:AssumeRole", resource: session.roleArn! };
    expect(say(trust("Allow"), assume)).to.match(/because no role trust policy allows the sts:AssumeRole action$/);
    expect(say(trust("Deny"), assume)).to.match(/with an explicit deny in the role trust policy$/);
  });

  it("gives the ARN of a managed policy that denies", () => {
    const arn = "arn:aws:iam::111122223333:policy/frozen";
    const end = `with an explicit deny in an identity-based policy, with policy ARN: ${arn}`;
    expect(say({ identity: [{ ...aPolicy("managed", deny()), arn }] })).to.equal(`${PREFIX} ${end}`);
  });

  it("has no resource for actions without one", () => {
    const end = "because no identity-based policy allows the sqs:ListQueues action";
    expect(say({}, { action: "sqs:ListQueues", resource: "*" })).to.equal(
      `User: arn:aws:iam::111122223333:user/team/ana is not authorized to perform: sqs:ListQueues ${end}`,
    );
  });

  it("names a session by its own ARN and a service by its name", () => {
    expect(say({}, { principal: session })).to.match(
      /^User: arn:aws:sts::111122223333:assumed-role\/transform\/run-1 is not/,
    );
    expect(say({}, { principal: aService("sns.amazonaws.com") })).to.match(
      /^User: sns\.amazonaws\.com is not .* because no resource-based policy allows the sqs:SendMessage action$/,
    );
  });
});

describe("An access denied error", () => {
  const fail = (service: string, request: Partial<AccessRequest>) =>
    accessDenied(service, aRequest(request), evaluate(aRequest(request), {}));

  it("is S3's with the ARN in quotation marks", () => {
    expect(fail("s3", { action: "s3:PutObject", resource: OBJECT })).to.include({
      code: "AccessDenied",
      status: 403,
      message: `User: arn:aws:iam::111122223333:user/team/ana is not authorized to perform: s3:PutObject on resource: "${OBJECT}" because no identity-based policy allows the s3:PutObject action`,
    });
  });

  it("is S3's without a reason for strangers", () => {
    expect(fail("s3", { principal: anonymous, action: "s3:GetObject", resource: OBJECT }).message).to.equal(
      "Access Denied",
    );
  });

  const table: [service: string, action: string, code: string, status: number, spelling: string][] = [
    ["sqs", "sqs:SendMessage", "AccessDenied", 403, "sqs:sendmessage"],
    ["sns", "sns:Publish", "AuthorizationError", 403, "SNS:Publish"],
    ["lambda", "lambda:InvokeFunction", "AccessDeniedException", 403, "lambda:InvokeFunction"],
    ["iam", "iam:CreateRole", "AccessDenied", 403, "iam:CreateRole"],
    ["ssm", "ssm:GetParameter", "AccessDeniedException", 400, "ssm:GetParameter"],
    ["logs", "logs:PutLogEvents", "AccessDeniedException", 400, "logs:PutLogEvents"],
  ];
  for (const [service, action, code, status, spelling] of table) {
    it(`is ${service}'s ${code} (${status}) about ${spelling}`, () => {
      const error = fail(service, { action });
      expect(error).to.include({ code, status });
      expect(error.message).to.contain(`to perform: ${spelling} on`).and.to.contain(`allows the ${spelling} action`);
    });
  }
});

describe("A refusal about everything", () => {
  it("says so in IAM and Lambda, and says nothing elsewhere", () => {
    const of = (service: string, action: string) => {
      const request = aRequest({ action, resource: "*" });
      return accessDenied(service, request, evaluate(request, {})).message;
    };
    expect(of("iam", "iam:GetAccountSummary")).to.contain("perform: iam:GetAccountSummary on resource: * because");
    expect(of("lambda", "lambda:ListFunctions")).to.contain("perform: lambda:ListFunctions on resource: * because");
    expect(of("s3", "s3:ListAllMyBuckets")).to.contain("perform: s3:ListAllMyBuckets because");
  });
});
