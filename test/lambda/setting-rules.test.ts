import { expect } from "chai";
import { aDeployment, aFunction, aLambda, errorOf } from "./a-lambda.ts";

/** What AWS has said to such requests, word for word. */
describe("what a function may be configured to be", () => {
  const LONG = "a".repeat(65);
  const LONG_ARN = `arn:aws:lambda:us-east-1:111111111111:function:${"a".repeat(120)}`;
  const [model, service] = ["ValidationException", "InvalidParameterValueException"];
  const refusals: [input: object, code: string | undefined, message: string][] = [
    [
      { Role: "r1" },
      model,
      "Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+",
    ],
    [
      { Architectures: ["x86_64", "arm64"] },
      model,
      "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1",
    ],
    [
      { Architectures: ["X86_64"] },
      model,
      "Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
    ],
    [
      { SnapStart: { ApplyOn: "some" } },
      model,
      "Value 'some' at 'snapStart.applyOn' failed to satisfy constraint: Member must satisfy enum value set: [PublishedVersions, None]",
    ],
    [
      { Handler: "a b" },
      model,
      "Value 'a b' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\\s]+",
    ],
    [
      { FunctionName: LONG },
      service,
      `Value '${LONG}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    ],
    [
      { FunctionName: LONG_ARN },
      model,
      `Value '${LONG_ARN}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 140`,
    ],
    [
      { Environment: { Variables: { A: "1" } } },
      model,
      "Value '{A=1}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]",
    ],
  ];
  for (const [input, code, message] of refusals) {
    it(`is not ${JSON.stringify(input).slice(0, 60)}`, async () => {
      const error = await errorOf(() => aLambda().do("CreateFunction", aFunction(input)));
      expect([error.code, error.message]).to.deep.equal([code, `1 validation error detected: ${message}`]);
    });
  }

  it("is none of the runtimes that Lambda does not have, which it lists", async () => {
    const error = await errorOf(() => aLambda().do("CreateFunction", aFunction({ Runtime: "PYTHON3.9" })));
    expect(error.code).to.equal(service);
    expect(error.message).to.match(
      /^Value PYTHON3\.9 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[.*python3\.9\] or be a valid ARN$/,
    );
  });

  it("has snapshots where the runtime has them", async () => {
    const SnapStart = { ApplyOn: "PublishedVersions" };
    const error = await errorOf(() => aLambda().do("CreateFunction", aFunction({ SnapStart })));
    expect([error.code, error.message]).to.deep.equal([
      service,
      "nodejs22.x is not supported for SnapStart enabled functions.",
    ]);
  });

  it("has no image where it has a package", async () => {
    const lambda = await aDeployment();
    const error = await errorOf(() => lambda.do("UpdateFunctionCode", { FunctionName: "transform", ImageUri: "x" }));
    expect(error.message).to.equal("Please don't provide ImageUri when updating a function with packageType Zip.");
  });

  it("belongs to this account, or nothing is said of it", async () => {
    const FunctionName = "arn:aws:lambda:us-east-1:999999999999:function:transform";
    const error = await errorOf(() => aLambda().do("GetFunction", { FunctionName }));
    expect([error.code, error.status, error.message]).to.deep.equal(["AccessDeniedException", 403, ""]);
  });
});
