import { expect } from "chai";
import { policyOf } from "../../cloud/lambda/house.ts";
import { aDeployment, errorOf, FUNCTION_ARN, LIVE_ARN } from "./a-lambda.ts";

const FunctionName = "transform";
const grant = {
  FunctionName,
  StatementId: "s3",
  Action: "lambda:InvokeFunction",
  Principal: "s3.amazonaws.com",
  SourceArn: "arn:aws:s3:::documents",
};
const statement = {
  Sid: "s3",
  Effect: "Allow",
  Principal: { Service: "s3.amazonaws.com" },
  Action: "lambda:InvokeFunction",
  Resource: FUNCTION_ARN,
  Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::documents" } },
};

const NOT_FOUND = "ResourceNotFoundException";

describe("a permission", () => {
  it("becomes a statement of the function's policy", async () => {
    const lambda = await aDeployment();
    const { Statement } = lambda.do<{ Statement: string }>("AddPermission", grant);
    expect(JSON.parse(Statement)).to.deep.equal(statement);
    const { Policy } = lambda.do<{ Policy: string }>("GetPolicy", { FunctionName });
    expect(JSON.parse(Policy)).to.deep.equal({ Version: "2012-10-17", Id: "default", Statement: [statement] });
  });

  it("on an alias names the alias, and is none on the function or its version", async () => {
    const lambda = await aDeployment();
    lambda.do("AddPermission", { ...grant, Qualifier: "live", SourceAccount: "111111111111" });
    const { Statement } = JSON.parse(policyOf(lambda.service, LIVE_ARN)!);
    expect(Statement).to.deep.equal([
      {
        ...statement,
        Resource: LIVE_ARN,
        Condition: { ...statement.Condition, StringEquals: { "AWS:SourceAccount": "111111111111" } },
      },
    ]);
    expect(policyOf(lambda.service, FUNCTION_ARN)).to.equal(undefined);
    expect(policyOf(lambda.service, `${FUNCTION_ARN}:1`)).to.equal(undefined);
  });

  it("on the function is found under $LATEST as well", async () => {
    const lambda = await aDeployment();
    lambda.do("AddPermission", grant);
    expect(policyOf(lambda.service, `${FUNCTION_ARN}:$LATEST`)).to.equal(policyOf(lambda.service, FUNCTION_ARN));
  });

  const principals: [string, unknown][] = [
    ["*", "*"],
    ["222222222222", { AWS: "arn:aws:iam::222222222222:root" }],
    ["arn:aws:iam::111111111111:role/caller", { AWS: "arn:aws:iam::111111111111:role/caller" }],
    ["sns.amazonaws.com", { Service: "sns.amazonaws.com" }],
  ];
  for (const [said, written] of principals) {
    it(`for ${said} is written ${JSON.stringify(written)}`, async () => {
      const lambda = await aDeployment();
      const input = { FunctionName, StatementId: "s", Action: "lambda:InvokeFunction", Principal: said };
      const { Statement } = lambda.do<{ Statement: string }>("AddPermission", input);
      expect(JSON.parse(Statement)).to.deep.equal({
        Sid: "s",
        Effect: "Allow",
        Principal: written,
        Action: "lambda:InvokeFunction",
        Resource: FUNCTION_ARN,
      });
    });
  }

  it("cannot be given twice under one id, but once on each qualifier", async () => {
    const lambda = await aDeployment();
    lambda.do("AddPermission", grant);
    lambda.do("AddPermission", { ...grant, Qualifier: "live" });
    const error = await errorOf(() => lambda.do("AddPermission", grant));
    expect([error.code, error.status]).to.deep.equal(["ResourceConflictException", 409]);
    expect(error.message).to.equal(
      "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.",
    );
  });

  it("cannot be given on $LATEST by name", async () => {
    const lambda = await aDeployment();
    const error = await errorOf(() => lambda.do("AddPermission", { ...grant, Qualifier: "$LATEST" }));
    expect(error.message).to.equal("We currently do not support adding policies for $LATEST.");
  });

  const GONE = FUNCTION_ARN.replace("transform", "gone");
  const missing: [operation: string, input: object, code: string, message: string][] = [
    ["AddPermission", { Qualifier: "gone" }, NOT_FOUND, `Cannot find alias arn: ${FUNCTION_ARN}:gone`],
    ["AddPermission", { Qualifier: "42" }, NOT_FOUND, `Function not found: ${FUNCTION_ARN}:42`],
    ["AddPermission", { Qualifier: "a$b" }, NOT_FOUND, `Function not found: ${FUNCTION_ARN}:a$b`],
    ["AddPermission", { FunctionName: "gone" }, NOT_FOUND, `Function not found: ${GONE}`],
    ["RemovePermission", { FunctionName: "gone" }, NOT_FOUND, `No policy found for: ${GONE}`],
    ["RemovePermission", { Qualifier: "gone" }, NOT_FOUND, `Cannot find alias arn: ${FUNCTION_ARN}:gone`],
    ["GetPolicy", { FunctionName: "gone" }, NOT_FOUND, `Function not found: ${GONE}`],
    ["GetPolicy", { Qualifier: "42" }, NOT_FOUND, "The resource you requested does not exist."],
    [
      "AddPermission",
      { Principal: "invalid.nonaws.com" },
      "InvalidParameterValueException",
      "The provided principal was invalid. Please check the principal and try again.",
    ],
    [
      "AddPermission",
      { Qualifier: "a?b" },
      "ValidationException",
      "1 validation error detected: Value 'a?b' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: (|[a-zA-Z0-9$_-]+)",
    ],
  ];
  for (const [operation, input, code, message] of missing) {
    it(`makes ${operation} refuse ${JSON.stringify(input)}`, async () => {
      const lambda = await aDeployment();
      const error = await errorOf(() => lambda.do(operation, { ...grant, ...input }));
      expect([error.code, error.message]).to.deep.equal([code, message]);
    });
  }

  it("is refused for an old revision of the policy", async () => {
    const lambda = await aDeployment();
    lambda.do("AddPermission", grant);
    const { RevisionId } = lambda.do("GetPolicy", { FunctionName });
    lambda.do("AddPermission", { ...grant, StatementId: "more", RevisionId });
    const error = await errorOf(() => lambda.do("AddPermission", { ...grant, StatementId: "third", RevisionId }));
    expect([error.code, error.status]).to.deep.equal(["PreconditionFailedException", 412]);
    expect(error.message).to.equal(
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    );
  });

  it("is taken away by its id; the last one takes the policy with it", async () => {
    const lambda = await aDeployment();
    lambda.do("AddPermission", grant);
    lambda.do("AddPermission", { ...grant, StatementId: "other" });
    const unknown = await errorOf(() => lambda.do("RemovePermission", { FunctionName, StatementId: "none" }));
    expect([unknown.status, unknown.message]).to.deep.equal([404, "Statement none is not found in resource policy."]);
    for (const StatementId of ["s3", "other"]) lambda.do("RemovePermission", { FunctionName, StatementId });
    const gone = await errorOf(() => lambda.do("GetPolicy", { FunctionName }));
    expect([gone.status, gone.message]).to.deep.equal([404, "The resource you requested does not exist."]);
    expect(policyOf(lambda.service, FUNCTION_ARN)).to.equal(undefined);
  });

  it("goes with its alias", async () => {
    const lambda = await aDeployment();
    lambda.do("AddPermission", { ...grant, Qualifier: "live" });
    lambda.do("DeleteAlias", { FunctionName, Name: "live" });
    lambda.do("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
    expect(policyOf(lambda.service, LIVE_ARN)).to.equal(undefined);
  });
});
