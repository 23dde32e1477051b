import { expect } from "chai";
import { Random } from "../../cloud/kernel/random.ts";
import { pickVersion } from "../../cloud/lambda/alias.ts";
import { type ALambda, aDeployment, aZip, errorOf, FUNCTION_ARN } from "./a-lambda.ts";

const FunctionName = "transform";
type Shape = Record<string, unknown>;

/** `transform` with versions 1 and 2, which differ. */
async function twoVersions(): Promise<ALambda> {
  const lambda = await aDeployment();
  lambda.do("UpdateFunctionConfiguration", { FunctionName, Description: "second" });
  lambda.do("PublishVersion", { FunctionName });
  return lambda;
}

const numbers = (lambda: ALambda) =>
  lambda.do<{ Versions: Shape[] }>("ListVersionsByFunction", { FunctionName }).Versions.map(({ Version }) => Version);

describe("a version", () => {
  it("is not published twice while code and settings are the same", async () => {
    const lambda = await aDeployment();
    const first = lambda.do("PublishVersion", { FunctionName, Description: "again" });
    expect(first).to.deep.include({ Version: "1", FunctionArn: `${FUNCTION_ARN}:1` });
    expect(numbers(lambda)).to.deep.equal(["$LATEST", "1"]);
  });

  it("changes the revision of $LATEST when it is published, and not when it was there already", async () => {
    const lambda = await aDeployment();
    const revision = () => lambda.do("GetFunctionConfiguration", { FunctionName }).RevisionId;
    const before = revision();
    lambda.do("PublishVersion", { FunctionName });
    expect(revision()).to.equal(before);
    lambda.do("UpdateFunctionConfiguration", { FunctionName, Description: "second" });
    const changed = revision();
    const { RevisionId } = lambda.do("PublishVersion", { FunctionName });
    expect(new Set([changed, RevisionId, revision()]).size).to.equal(3);
  });

  it("is published anew when settings or code have changed", async () => {
    const lambda = await twoVersions();
    await lambda.do("UpdateFunctionCode", { FunctionName, ZipFile: aZip({ "index.js": "//" }) });
    expect(lambda.do("PublishVersion", { FunctionName, Description: "third" })).to.deep.include({
      Version: "3",
      Description: "third",
    });
    expect(numbers(lambda)).to.deep.equal(["$LATEST", "1", "2", "3"]);
  });

  it("keeps what it was when $LATEST changes", async () => {
    const lambda = await aDeployment();
    lambda.do("UpdateFunctionConfiguration", { FunctionName, Timeout: 120 });
    expect(lambda.do("GetFunctionConfiguration", { FunctionName, Qualifier: "1" }).Timeout).to.equal(3);
    expect(lambda.do("GetFunctionConfiguration", { FunctionName, Qualifier: "live" })).to.deep.include({
      Timeout: 3,
      Version: "1",
      FunctionArn: `${FUNCTION_ARN}:live`,
    });
  });

  it("is listed without its state", async () => {
    const lambda = await aDeployment();
    const { Versions } = lambda.do<{ Versions: Shape[] }>("ListVersionsByFunction", { FunctionName, MaxItems: 10_000 });
    expect(Versions.map(({ FunctionArn }) => FunctionArn)).to.deep.equal([
      `${FUNCTION_ARN}:$LATEST`,
      `${FUNCTION_ARN}:1`,
    ]);
    expect(Versions[1]).not.to.have.any.keys("State", "LastUpdateStatus");
  });

  it("is not published of code that somebody else has changed", async () => {
    const lambda = await aDeployment();
    const { CodeSha256 } = lambda.do("GetFunctionConfiguration", { FunctionName });
    const error = await errorOf(() => lambda.do("PublishVersion", { FunctionName, CodeSha256: "other" }));
    expect(error.message).to.equal(
      `CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  });

  it("that does not exist is named in the error", async () => {
    const lambda = await aDeployment();
    const error = await errorOf(() => lambda.do("GetFunction", { FunctionName, Qualifier: "1221" }));
    expect(error.message).to.equal(`Function not found: ${FUNCTION_ARN}:1221`);
  });

  it("cannot be deleted while an alias points at it", async () => {
    const lambda = await aDeployment();
    const error = await errorOf(() => lambda.do("DeleteFunction", { FunctionName, Qualifier: "1" }));
    expect([error.code, error.status]).to.deep.equal(["ResourceConflictException", 409]);
    expect(error.message).to.equal("Unable to delete version because the following aliases reference it: [live]");
    lambda.do("DeleteAlias", { FunctionName, Name: "live" });
    lambda.do("DeleteFunction", { FunctionName, Qualifier: "1" });
    expect(numbers(lambda)).to.deep.equal(["$LATEST"]);
  });

  it("cannot be deleted when it is $LATEST, and is deleted already when it never was", async () => {
    const lambda = await aDeployment();
    const error = await errorOf(() => lambda.do("DeleteFunction", { FunctionName, Qualifier: "$LATEST" }));
    expect(error.message).to.equal("$LATEST version cannot be deleted without deleting the function.");
    expect(lambda.do("DeleteFunction", { FunctionName, Qualifier: "99" })).to.deep.equal({ StatusCode: 204 });
  });
});

describe("an alias", () => {
  const Name = "custom";

  it("is shown as it was made, without routing where there is none", async () => {
    const lambda = await aDeployment();
    const { RevisionId, ...created } = lambda.do("CreateAlias", {
      FunctionName,
      Name,
      FunctionVersion: "1",
      RoutingConfig: {},
    });
    expect(created).to.deep.equal({
      AliasArn: `${FUNCTION_ARN}:custom`,
      Name,
      FunctionVersion: "1",
      Description: "",
    });
    expect(lambda.do("GetAlias", { FunctionName, Name })).to.deep.equal({ ...created, RevisionId });
  });

  it("is moved, weighted and freed of its weights by updates", async () => {
    const lambda = await twoVersions();
    const weights = { AdditionalVersionWeights: { 2: 0.1 } };
    const update = (input: object) => {
      const { RevisionId: _, ...alias } = lambda.do("UpdateAlias", { FunctionName, Name: "live", ...input });
      return alias;
    };
    const alias = { AliasArn: `${FUNCTION_ARN}:live`, Name: "live", Description: "" };
    expect(update({ RoutingConfig: weights })).to.deep.equal({
      ...alias,
      FunctionVersion: "1",
      RoutingConfig: weights,
    });
    expect(update({ RoutingConfig: {} })).to.deep.equal({ ...alias, FunctionVersion: "1" });
    expect(update({ FunctionVersion: "2" })).to.deep.equal({ ...alias, FunctionVersion: "2" });
  });

  it("is listed, for one version if asked", async () => {
    const lambda = await twoVersions();
    lambda.do("CreateAlias", { FunctionName, Name, FunctionVersion: "2" });
    const names = (input: object) =>
      lambda.do<{ Aliases: Shape[] }>("ListAliases", { FunctionName, ...input }).Aliases.map(({ Name }) => Name);
    expect(names({})).to.deep.equal(["live", "custom"]);
    expect(names({ FunctionVersion: "2" })).to.deep.equal(["custom"]);
  });

  it("is gone after its deletion, which may be repeated", async () => {
    const lambda = await aDeployment();
    for (const _ of [1, 2]) expect(lambda.do("DeleteAlias", { FunctionName, Name: "live" })).to.deep.equal({});
    const error = await errorOf(() => lambda.do("GetAlias", { FunctionName, Name: "live" }));
    expect([error.code, error.message]).to.deep.equal([
      "ResourceNotFoundException",
      `Cannot find alias arn: ${FUNCTION_ARN}:live`,
    ]);
  });

  const refusals: [string, object, string, string][] = [
    [
      "more than one further version",
      { RoutingConfig: { AdditionalVersionWeights: { 1: 0.1, 2: 0.2 } } },
      "InvalidParameterValueException",
      "Number of items in AdditionalVersionWeights cannot be greater than 1",
    ],
    [
      "a weight above one",
      { RoutingConfig: { AdditionalVersionWeights: { 2: 2 } } },
      "ValidationException",
      "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
    ],
    [
      "its own version once more",
      { RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } },
      "InvalidParameterValueException",
      "Invalid function version 1. Function version 1 is already included in routing configuration.",
    ],
    [
      "$LATEST beside another version",
      { FunctionVersion: "$LATEST", RoutingConfig: { AdditionalVersionWeights: { 1: 0.5 } } },
      "InvalidParameterValueException",
      "$LATEST is not supported for an alias pointing to more than 1 version",
    ],
    [
      "$LATEST as the further version",
      { RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.5 } } },
      "ValidationException",
      "1 validation error detected: Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]",
    ],
    [
      "a version that is not there",
      { FunctionVersion: "10" },
      "ResourceNotFoundException",
      `Function not found: ${FUNCTION_ARN}:10`,
    ],
    [
      "a function that is not there",
      { FunctionName: "transform-unknown" },
      "ResourceNotFoundException",
      `Function not found: ${FUNCTION_ARN}-unknown:1`,
    ],
    [
      "a name that is taken",
      { Name: "live" },
      "ResourceConflictException",
      `Alias already exists: ${FUNCTION_ARN}:live`,
    ],
  ];
  for (const [what, input, code, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const lambda = await twoVersions();
      const error = await errorOf(() =>
        lambda.do("CreateAlias", { FunctionName, Name, FunctionVersion: "1", ...input }),
      );
      expect([error.code, error.message]).to.deep.equal([code, message]);
    });
  }

  it("sends a share of its traffic to the further version", () => {
    const alias = { name: "live", version: "1", description: "", weights: { 2: 0.1 }, revisionId: "" };
    const random = Random.fromSeed(7);
    const picked = Array.from({ length: 10_000 }, () => pickVersion(alias, random));
    expect(picked.filter((version) => version === "2").length).to.be.within(900, 1100);
    expect(new Set(picked)).to.deep.equal(new Set(["1", "2"]));
  });

  it("draws nothing without weights, so that plain traffic stays the same", () => {
    const alias = { name: "live", version: "1", description: "", weights: {}, revisionId: "" };
    const next = () => {
      throw new Error("drew");
    };
    expect(pickVersion(alias, { next })).to.equal("1");
  });
});
