import { expect } from "chai";
import { aDeployment, errorOf, FUNCTION_ARN } from "./a-lambda.ts";

const FunctionName = "transform";

describe("reserved concurrency", () => {
  it("is put, read and deleted", async () => {
    const lambda = await aDeployment();
    const reserved = { ReservedConcurrentExecutions: 0 };
    expect(lambda.do("PutFunctionConcurrency", { FunctionName, ...reserved })).to.deep.equal(reserved);
    expect(lambda.do("GetFunctionConcurrency", { FunctionName })).to.deep.equal(reserved);
    expect(lambda.do("DeleteFunctionConcurrency", { FunctionName })).to.deep.equal({});
    expect(lambda.do("GetFunctionConcurrency", { FunctionName })).to.deep.equal({});
  });

  it("is a property of functions, not of their versions", async () => {
    const lambda = await aDeployment();
    const input = { FunctionName: `${FUNCTION_ARN}:1`, ReservedConcurrentExecutions: 1 };
    const error = await errorOf(() => lambda.do("PutFunctionConcurrency", input));
    expect([error.code, error.message]).to.deep.equal([
      "InvalidParameterValueException",
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
    ]);
  });

  it("of no function is not found, under two names", async () => {
    const lambda = await aDeployment();
    const none = FUNCTION_ARN.replace("transform", "none");
    const put = await errorOf(() =>
      lambda.do("PutFunctionConcurrency", { FunctionName: "none", ReservedConcurrentExecutions: 1 }),
    );
    expect(put.message).to.equal(`Function not found: ${none}:$LATEST`);
    const get = await errorOf(() => lambda.do("GetFunctionConcurrency", { FunctionName: "none" }));
    expect(get.message).to.equal(`Function not found: ${none}`);
  });

  it("is taken from the account's", async () => {
    const lambda = await aDeployment();
    lambda.do("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 10 });
    const { AccountLimit, AccountUsage } = lambda.do<{ AccountLimit: object; AccountUsage: object }>(
      "GetAccountSettings",
    );
    expect(AccountLimit).to.deep.include({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 990 });
    expect(AccountUsage).to.deep.include({ FunctionCount: 1 });
  });
});
