import { createHash } from "node:crypto";
import { expect } from "chai";
import { aFunction, aLambda, aZip, errorOf, FUNCTION_ARN, QUEUE_ARN } from "./a-lambda.ts";

type Shape = Record<string, unknown>;

describe("an existing function", () => {
  const existing = async () => {
    const lambda = aLambda();
    await lambda.do("CreateFunction", aFunction({ DeadLetterConfig: { TargetArn: QUEUE_ARN }, Description: "first" }));
    return lambda;
  };
  const FunctionName = "transform";

  it("changes what an update names and keeps the rest", async () => {
    const lambda = await existing();
    const updated = lambda.do("UpdateFunctionConfiguration", { FunctionName, Timeout: 120 });
    expect(updated).to.deep.include({ Timeout: 120, MemorySize: 128, Description: "first" });
    expect(updated).to.deep.include({ DeadLetterConfig: { TargetArn: QUEUE_ARN }, LastUpdateStatus: "InProgress" });
    const { LastUpdateStatus } = lambda.do("GetFunctionConfiguration", { FunctionName });
    expect(LastUpdateStatus).to.equal("Successful");
  });

  it("loses its dead-letter target when the target is sent empty", async () => {
    const lambda = await existing();
    const updated = lambda.do("UpdateFunctionConfiguration", { FunctionName, DeadLetterConfig: { TargetArn: "" } });
    expect(updated).not.to.have.property("DeadLetterConfig");
  });

  it("changes its revision with every change, and refuses an update for an old one", async () => {
    const lambda = await existing();
    const { RevisionId: old } = lambda.do("GetFunctionConfiguration", { FunctionName });
    const { RevisionId: young } = lambda.do("UpdateFunctionConfiguration", { FunctionName, Timeout: 5 });
    expect(young).not.to.equal(old);
    const error = await errorOf(() =>
      lambda.do("UpdateFunctionConfiguration", { FunctionName, Timeout: 6, RevisionId: old }),
    );
    expect([error.code, error.status]).to.deep.equal(["PreconditionFailedException", 412]);
    expect(error.message).to.equal(
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    );
  });

  it("gets new code, and publishes it when told so", async () => {
    const lambda = await existing();
    const zip = aZip({ "index.js": "exports.handler = async () => 2" });
    const input = { FunctionName, ZipFile: zip, Publish: true, Architectures: ["arm64"] };
    const updated = await lambda.do<Promise<Shape>>("UpdateFunctionCode", input);
    expect(updated).to.deep.include({ Version: "1", FunctionArn: `${FUNCTION_ARN}:1`, Architectures: ["arm64"] });
    expect(updated.CodeSha256).to.equal(createHash("sha256").update(zip).digest("base64"));
  });

  it("only tries new code on a dry run", async () => {
    const lambda = await existing();
    const before = lambda.do("GetFunctionConfiguration", { FunctionName });
    await lambda.do("UpdateFunctionCode", { FunctionName, ZipFile: aZip({ "index.js": "//" }), DryRun: true });
    expect(lambda.do("GetFunctionConfiguration", { FunctionName })).to.deep.equal(before);
  });

  it("shows its reserved concurrency only while it has one", async () => {
    const lambda = await existing();
    expect(lambda.do("GetFunction", { FunctionName })).not.to.have.property("Concurrency");
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 7 });
    expect(lambda.do("GetFunction", { FunctionName }).Concurrency).to.deep.equal({ ReservedConcurrentExecutions: 7 });
  });

  it("has no code signing", async () => {
    const lambda = await existing();
    expect(lambda.do("GetFunctionCodeSigningConfig", { FunctionName })).to.deep.equal({});
  });

  it("is gone when it was deleted, with its reservation", async () => {
    const lambda = await existing();
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 7 });
    expect(lambda.do("DeleteFunction", { FunctionName })).to.deep.equal({ StatusCode: 204 });
    const error = await errorOf(() => lambda.do("GetFunction", { FunctionName }));
    expect([error.code, error.status, error.extra]).to.deep.equal(["ResourceNotFoundException", 404, { Type: "User" }]);
    expect(error.message).to.equal(`Function not found: ${FUNCTION_ARN}`);
    expect(lambda.service.concurrency.unreservedLimit).to.equal(1000);
  });

  it("is listed page by page, with or without its versions", async () => {
    const lambda = await existing();
    await lambda.do("CreateFunction", aFunction({ FunctionName: "other", Publish: true }));
    const names = (answer: unknown) =>
      (answer as { Functions: Shape[] }).Functions.map(({ FunctionArn }) => FunctionArn);
    const first = lambda.do("ListFunctions", { MaxItems: 1 });
    expect(names(first)).to.deep.equal([FUNCTION_ARN]);
    const second = lambda.do("ListFunctions", { Marker: first.NextMarker });
    expect(names(second)).to.deep.equal([FUNCTION_ARN.replace("transform", "other")]);
    expect(second).not.to.have.property("NextMarker");
    expect(names(lambda.do("ListFunctions", { FunctionVersion: "ALL" }))).to.have.length(3);
  });
});
