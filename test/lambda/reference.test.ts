import { expect } from "chai";
import { arnOf, isVersion, referenceOf } from "../../cloud/lambda/reference.ts";
import { errorOf, PLACE } from "./a-lambda.ts";

describe("a function reference", () => {
  const live = { name: "transform", qualifier: "live" };
  const forms: [string, string | undefined, object][] = [
    ["transform", undefined, { name: "transform" }],
    ["transform", "live", live],
    ["transform:live", undefined, live],
    ["transform:live", "live", live],
    ["transform:$LATEST", undefined, { name: "transform", qualifier: "$LATEST" }],
    ["111111111111:function:transform", undefined, { name: "transform" }],
    ["111111111111:function:transform:1", undefined, { name: "transform", qualifier: "1" }],
    ["arn:aws:lambda:us-east-1:111111111111:function:transform", undefined, { name: "transform" }],
    ["arn:aws:lambda:us-east-1:111111111111:function:transform:live", undefined, live],
  ];
  for (const [text, qualifier, reference] of forms) {
    it(`reads ${text}${qualifier ? ` with qualifier ${qualifier}` : ""}`, () => {
      expect(referenceOf(text, qualifier, PLACE)).to.deep.equal(reference);
    });
  }

  it("refuses a qualifier that contradicts the name", async () => {
    const error = await errorOf(() => referenceOf("transform:live", "1", PLACE));
    expect(error.code).to.equal("InvalidParameterValueException");
    expect(error.message).to.equal(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  });

  it("does not reach into another region", async () => {
    const error = await errorOf(() =>
      referenceOf("arn:aws:lambda:eu-west-1:111111111111:function:transform", undefined, PLACE),
    );
    expect([error.code, error.status]).to.deep.equal(["ResourceNotFoundException", 404]);
    expect(error.message).to.equal("Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
  });

  it("quotes the pattern when it is none", async () => {
    const error = await errorOf(() => referenceOf("trans form", undefined, PLACE));
    expect(error.code).to.equal("ValidationException");
    expect(error.message).to.match(
      /^1 validation error detected: Value 'trans form' at 'functionName' failed to satisfy/,
    );
  });

  it("becomes an ARN, with its qualifier", () => {
    expect(arnOf(live, PLACE)).to.equal("arn:aws:lambda:us-east-1:111111111111:function:transform:live");
  });

  it("tells versions from aliases", () => {
    expect(["$LATEST", "1", "42", "live", "v1"].map(isVersion)).to.deep.equal([true, true, true, false, false]);
  });
});
