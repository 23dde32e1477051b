import { expect } from "chai";
import { aDeployment, errorOf, FUNCTION_ARN } from "./a-lambda.ts";

const Resource = FUNCTION_ARN;

describe("tags", () => {
  it("are added, overwritten and taken away", async () => {
    const lambda = await aDeployment();
    lambda.do("TagResource", { Resource, Tags: { a: "1", b: "2" } });
    lambda.do("TagResource", { Resource, Tags: { b: "3" } });
    lambda.do("UntagResource", { Resource, TagKeys: ["a", "none"] });
    expect(lambda.do("ListTags", { Resource })).to.deep.equal({ Tags: { b: "3" } });
  });

  it("change the function's revision", async () => {
    const lambda = await aDeployment();
    const revision = () => lambda.do("GetFunctionConfiguration", { FunctionName: "transform" }).RevisionId;
    const before = revision();
    lambda.do("TagResource", { Resource, Tags: { a: "1" } });
    const tagged = revision();
    lambda.do("UntagResource", { Resource, TagKeys: ["a"] });
    expect(new Set([before, tagged, revision()]).size).to.equal(3);
  });

  const refusals: [string, object, string][] = [
    [
      "on an alias",
      { Resource: `${FUNCTION_ARN}:live`, Tags: { a: "1" } },
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    ],
    ["that are none", { Resource, Tags: {} }, "An error occurred and the request cannot be processed."],
    [
      "beyond fifty",
      { Resource, Tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "v"])) },
      "Number of tags exceeds resource tag limit.",
    ],
    [
      "on what does not exist",
      { Resource: FUNCTION_ARN.replace("transform", "none"), Tags: { a: "1" } },
      `Function not found: ${FUNCTION_ARN.replace("transform", "none")}`,
    ],
  ];
  for (const [what, input, message] of refusals) {
    it(`are refused ${what}`, async () => {
      const lambda = await aDeployment();
      const error = await errorOf(() => lambda.do("TagResource", input));
      expect(error.message).to.equal(message);
    });
  }

  it("are refused on what is no function's ARN", async () => {
    const lambda = await aDeployment();
    const error = await errorOf(() => lambda.do("ListTags", { Resource: "arn:aws:something" }));
    expect(error.code).to.equal("ValidationException");
    expect(error.message).to.match(/^1 validation error detected: Value 'arn:aws:something' at 'resource' failed/);
  });
});
