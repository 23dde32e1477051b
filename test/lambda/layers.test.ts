import { expect } from "chai";
import { type ALambda, aDeployment, aLambda, aZip, errorOf } from "./a-lambda.ts";

type Shape = Record<string, unknown>;

const LAYER = "arn:aws:lambda:us-east-1:111111111111:layer:tools";
const LayerName = "tools";
const FunctionName = "transform";
const zip = aZip();

const publish = (lambda: ALambda, more: object = {}) =>
  lambda.do<Promise<Shape>>("PublishLayerVersion", { LayerName, Content: { ZipFile: zip }, ...more });

/** `transform`, and two versions of a layer that it does not have yet. */
async function twoVersions(): Promise<ALambda> {
  const lambda = await aDeployment();
  await publish(lambda);
  await publish(lambda);
  return lambda;
}

describe("a layer", () => {
  it("is published with what its publisher says of it, and nothing that was not said", async () => {
    const lambda = aLambda();
    const about = { Description: "d", LicenseInfo: "MIT", CompatibleRuntimes: ["python3.12"] };
    const { Content, ...published } = await publish(lambda, about);
    expect(published).to.deep.equal({
      ...about,
      LayerArn: LAYER,
      LayerVersionArn: `${LAYER}:1`,
      Version: 1,
      CreatedDate: "2026-01-01T00:00:00.000+0000",
    });
    expect(Content).to.deep.include({ CodeSize: zip.length });
    expect(await publish(lambda)).not.to.have.any.keys("CompatibleRuntimes", "LicenseInfo");
  });

  it("is found by name and by ARN, and listed with its newest version first", async () => {
    const lambda = await twoVersions();
    expect(lambda.do("GetLayerVersion", { LayerName, VersionNumber: 1 })).to.include({ Version: 1 });
    expect(lambda.do("GetLayerVersionByArn", { Arn: `${LAYER}:2` })).to.include({ Version: 2 });
    const { LayerVersions } = lambda.do<{ LayerVersions: Shape[] }>("ListLayerVersions", { LayerName });
    expect(LayerVersions.map(({ Version }) => Version)).to.deep.equal([2, 1]);
    const { Layers } = lambda.do<{ Layers: Shape[] }>("ListLayers");
    expect(Layers).to.have.length(1);
    expect(Layers[0]!.LatestMatchingVersion).to.include({ Version: 2 });
    const none = lambda.do("ListLayers", { CompatibleRuntime: "nodejs22.x" });
    expect(none).to.deep.equal({ Layers: [] });
  });

  it("keeps serving functions after it was deleted, and its number is not given again", async () => {
    const lambda = await twoVersions();
    lambda.do("UpdateFunctionConfiguration", { FunctionName, Layers: [`${LAYER}:2`] });
    for (const VersionNumber of [1, 2, 2]) lambda.do("DeleteLayerVersion", { LayerName, VersionNumber });
    await lambda.clock.run(lambda.do<Promise<Shape>>("Invoke", { FunctionName }));
    expect(lambda.environments[0]!.spec.layers.map(({ zip: bytes }) => bytes)).to.deep.equal([zip]);
    expect(await publish(lambda)).to.include({ Version: 3 });
  });

  it("shows in the function with its size", async () => {
    const lambda = await twoVersions();
    const { Layers } = lambda.do("UpdateFunctionConfiguration", { FunctionName, Layers: [`${LAYER}:1`] });
    expect(Layers).to.deep.equal([{ Arn: `${LAYER}:1`, CodeSize: zip.length }]);
  });

  const TWINS = "Two different versions of the same layer are not allowed to be referenced in the same function.";
  const choices: [layers: string[], message: string][] = [
    [[`${LAYER}:1`, `${LAYER}:2`], `${TWINS} ${LAYER}:1 and ${LAYER}:2 are versions of the same layer.`],
    [[`${LAYER}:9`], `Layer version ${LAYER}:9 does not exist.`],
    [Array.from({ length: 6 }, (_, i) => `${LAYER}${i}:1`), "Cannot reference more than 5 layers."],
    [
      [`${LAYER.replace("us-east-1", "eu-west-1")}:1`],
      "Layers are not in the same region as the function. Layers are expected to be in region us-east-1.",
    ],
  ];
  for (const [Layers, message] of choices) {
    it(`is refused to a function: ${message.slice(0, 60)}`, async () => {
      const lambda = await twoVersions();
      const error = await errorOf(() => lambda.do("UpdateFunctionConfiguration", { FunctionName, Layers }));
      expect([error.code, error.message]).to.deep.equal(["InvalidParameterValueException", message]);
    });
  }

  const refusals: [operation: string, input: object, status: number, message: string][] = [
    ["GetLayerVersion", { VersionNumber: 9 }, 404, "The resource you requested does not exist."],
    ["GetLayerVersion", { VersionNumber: 0 }, 400, "Layer Version Cannot be less than 1"],
    ["DeleteLayerVersion", { VersionNumber: -1 }, 400, "Layer Version Cannot be less than 1"],
    ["GetLayerVersionPolicy", { VersionNumber: 1 }, 404, "No policy is associated with the given resource."],
    ["GetLayerVersionPolicy", { VersionNumber: 9 }, 404, `Layer version ${LAYER}:9 does not exist.`],
  ];
  for (const [operation, input, status, message] of refusals) {
    it(`makes ${operation} refuse ${JSON.stringify(input)}`, async () => {
      const lambda = await twoVersions();
      const error = await errorOf(() => lambda.do(operation, { LayerName, ...input }));
      expect([error.status, error.message]).to.deep.equal([status, message]);
    });
  }

  it("has a policy whose revision guards it", async () => {
    const lambda = await twoVersions();
    const about = { LayerName, VersionNumber: 1 };
    const grant = { ...about, StatementId: "s1", Action: "lambda:GetLayerVersion", Principal: "*" };
    const { Statement, RevisionId } = lambda.do<{ Statement: string; RevisionId: string }>(
      "AddLayerVersionPermission",
      grant,
    );
    const statement = { Sid: "s1", Effect: "Allow", Principal: "*", Action: grant.Action, Resource: `${LAYER}:1` };
    expect(JSON.parse(Statement)).to.deep.equal(statement);
    const { Policy } = lambda.do<{ Policy: string }>("GetLayerVersionPolicy", about);
    expect(JSON.parse(Policy)).to.deep.equal({ Version: "2012-10-17", Id: "default", Statement: [statement] });
    const wrong = { ...about, StatementId: "s1", RevisionId: "wrong" };
    const error = await errorOf(() => lambda.do("RemoveLayerVersionPermission", wrong));
    expect([error.code, error.message]).to.deep.equal([
      "PreconditionFailedException",
      "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id",
    ]);
    lambda.do("RemoveLayerVersionPermission", { ...wrong, RevisionId });
    expect((await errorOf(() => lambda.do("GetLayerVersionPolicy", about))).status).to.equal(404);
  });
});

describe("what no function has here", () => {
  const refusals: [operation: string, input: object, code: string, message: string][] = [
    ["GetFunctionUrlConfig", {}, "ResourceNotFoundException", "The resource you requested does not exist."],
    [
      "GetProvisionedConcurrencyConfig",
      { Qualifier: "1" },
      "ProvisionedConcurrencyConfigNotFoundException",
      "No Provisioned Concurrency Config found for this function",
    ],
    [
      "GetProvisionedConcurrencyConfig",
      { Qualifier: "none" },
      "ResourceNotFoundException",
      "Cannot find alias arn: arn:aws:lambda:us-east-1:111111111111:function:transform:none",
    ],
    [
      "GetProvisionedConcurrencyConfig",
      { Qualifier: "$LATEST" },
      "InvalidParameterValueException",
      "The function resource provided must be an alias or a published version.",
    ],
  ];
  for (const [operation, input, code, message] of refusals) {
    it(`is not found by ${operation} ${JSON.stringify(input)}`, async () => {
      const lambda = await aDeployment();
      const error = await errorOf(() => lambda.do(operation, { FunctionName, ...input }));
      expect([error.code, error.message]).to.deep.equal([code, message]);
    });
  }

  it("is in no list", async () => {
    const lambda = await aDeployment();
    expect(lambda.do("ListFunctionUrlConfigs", { FunctionName })).to.deep.equal({ FunctionUrlConfigs: [] });
    const configs = lambda.do("ListProvisionedConcurrencyConfigs", { FunctionName });
    expect(configs).to.deep.equal({ ProvisionedConcurrencyConfigs: [] });
    expect(lambda.do("GetFunctionCodeSigningConfig", { FunctionName })).to.deep.equal({});
  });
});
