import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { anSsm, refusal } from "./an-ssm.ts";

describe("a parameter", () => {
  it("is shown as AWS shows it, with one slash in its ARN", () => {
    const { call, put } = anSsm();
    expect(put("/etl/prod/mode", "fast")).to.deep.equal({ Version: 1, Tier: "Standard" });
    expect(call("GetParameter", { Name: "/etl/prod/mode" })).to.deep.equal({
      Parameter: {
        Name: "/etl/prod/mode",
        Type: "String",
        Value: "fast",
        Version: 1,
        LastModifiedDate: new Date(EPOCH),
        ARN: "arn:aws:ssm:us-east-1:111111111111:parameter/etl/prod/mode",
        DataType: "text",
      },
    });
  });

  it("is found by its ARN", () => {
    const { call, put } = anSsm();
    put("/foo/bar", "myvalue");
    put("flat", "1");
    const name = (arn: string) => call("GetParameter", { Name: arn }).Parameter.Name;
    expect(name("arn:aws:ssm:us-east-1:111111111111:parameter/foo/bar")).to.equal("/foo/bar");
    expect(name("arn:aws:ssm:us-east-1:111111111111:parameter/flat")).to.equal("flat");
  });

  it("has two names when it stands in no hierarchy, and is shown by the one it was asked for", () => {
    const { call, put } = anSsm();
    put("param", "123");
    for (const Name of ["param", "/param"]) {
      const { Parameter } = call("GetParameter", { Name });
      expect(Parameter.Name).to.equal(Name);
      expect(Parameter.ARN).to.equal("arn:aws:ssm:us-east-1:111111111111:parameter/param");
    }
    expect(refusal(() => put("/param", "124"))).to.contain("ParameterAlreadyExists");
  });

  it("gets a version each time it is put, and keeps what a request leaves out", () => {
    const { call, put } = anSsm();
    put("/a/b", "one", { Description: "first", AllowedPattern: "[a-z]+" });
    const second = call("PutParameter", { Name: "/a/b", Value: "two", Overwrite: true });
    expect(second).to.deep.equal({ Version: 2, Tier: "Standard" });
    const value = (Name: string) => call("GetParameter", { Name }).Parameter;
    expect(value("/a/b")).to.include({ Value: "two", Version: 2 });
    expect(value("/a/b:1")).to.include({ Value: "one", Version: 1, Name: "/a/b", Selector: ":1" });
    expect(call("DescribeParameters", {}).Parameters[0]).to.include({ Description: "first", AllowedPattern: "[a-z]+" });
    expect(refusal(() => value("/a/b:3"))).to.equal(
      "ParameterVersionNotFound 400: Systems Manager could not find version 3 of /a/b. Verify the version and try again.",
    );
  });

  it("keeps its hundred latest versions", () => {
    const { call, put } = anSsm();
    for (let i = 1; i <= 101; i++) put("/a/b", String(i), { Overwrite: true });
    const first = call("GetParameterHistory", { Name: "/a/b" });
    const second = call("GetParameterHistory", { Name: "/a/b", NextToken: first.NextToken });
    const versions = [...first.Parameters, ...second.Parameters].map(({ Version }) => Version);
    expect(versions).to.deep.equal(Array.from({ length: 100 }, (_, i) => i + 2));
    expect(second).not.to.have.property("NextToken");
  });

  it("is not changed by a put that is refused", () => {
    const { call, put } = anSsm();
    put("/a/b", "one");
    refusal(() => put("/a/b", "two"));
    refusal(() => put("/a/b", "", { Overwrite: true }));
    expect(call("GetParameter", { Name: "/a/b" }).Parameter).to.include({ Value: "one", Version: 1 });
  });

  it("hides a SecureString from who does not ask for decryption, always behind the same text", () => {
    const { call, put, feed } = anSsm();
    put("/a/secret", "hunter2", { Type: "SecureString" });
    const read = (WithDecryption?: boolean) => call("GetParameter", { Name: "/a/secret", WithDecryption }).Parameter;
    expect(read(true).Value).to.equal("hunter2");
    expect(read().Value)
      .to.match(/^AQICAH/)
      .and.not.contain("hunter2");
    expect(read(false).Value).to.equal(read().Value);
    expect(call("DescribeParameters", {}).Parameters[0].KeyId).to.equal("alias/aws/ssm");
    expect(call("GetParameterHistory", { Name: "/a/secret" }).Parameters[0].Value).to.equal(read().Value);
    expect(JSON.stringify(feed.facts)).not.to.contain("hunter2");
  });

  it("is gone when deleted", () => {
    const { call, put, feed } = anSsm();
    put("/a/b", "one");
    expect(call("DeleteParameter", { Name: "/a/b" })).to.deep.equal({});
    expect(refusal(() => call("GetParameter", { Name: "/a/b" }))).to.equal("ParameterNotFound 400: ");
    expect(refusal(() => call("DeleteParameter", { Name: "/a/b" }))).to.equal("ParameterNotFound 400: ");
    expect(feed.facts.map(({ kind }) => kind)).to.deep.equal(["ParameterPut", "ParameterDeleted"]);
  });

  it("is read and deleted among others, each name for itself", () => {
    const { call, put } = anSsm();
    put("/a/b", "1");
    put("/a/c", "2");
    const Names = ["/a/c", "/nope", "bad/name", "/a/b"];
    const answer = call("GetParameters", { Names });
    expect(answer.Parameters.map(({ Value }: { Value: string }) => Value)).to.deep.equal(["2", "1"]);
    expect(answer.InvalidParameters).to.deep.equal(["/nope", "bad/name"]);
    expect(call("DeleteParameters", { Names })).to.deep.equal({
      DeletedParameters: ["/a/c", "/a/b"],
      InvalidParameters: ["/nope", "bad/name"],
    });
  });

  it("has tags, from its creation on", () => {
    const { call, put } = anSsm();
    put("/a/b", "1", { Tags: [{ Key: "k1", Value: "v1" }] });
    const resource = { ResourceType: "Parameter", ResourceId: "/a/b" };
    call("AddTagsToResource", { ...resource, Tags: [{ Key: "k2", Value: "v2" }] });
    call("RemoveTagsFromResource", { ...resource, TagKeys: ["k1"] });
    expect(call("ListTagsForResource", resource)).to.deep.equal({ TagList: [{ Key: "k2", Value: "v2" }] });
    expect(refusal(() => call("ListTagsForResource", { ...resource, ResourceId: "/x/y" }))).to.contain(
      "InvalidResourceId 400",
    );
    expect(refusal(() => call("ListTagsForResource", { ...resource, ResourceType: "Document" }))).to.contain(
      "InvalidResourceType 400",
    );
  });
});

describe("Parameter Store's refusals", () => {
  const words = (name: string, value: string, more?: object) => {
    const { put } = anSsm();
    put("/taken", "1");
    put("/etl/taken", "1");
    put("/advanced", "1", { Tier: "Advanced" });
    return refusal(() => put(name, value, more)).replace("ValidationException 400: ", "");
  };
  const path =
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_';

  it("are about names", () => {
    expect(words("a/b", "1")).to.equal("Parameter name must be a fully qualified name");
    expect(words("/a//b", "1")).to.equal(path);
    expect(words("/a/b/", "1")).to.equal(path);
    expect(words("with space", "1")).to.equal(path);
    expect(words("/ssm/x", "1")).to.equal(path);
    expect(words("Ssm-x", "1")).to.equal('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
    expect(words("/aws/x", "1")).to.equal("AccessDeniedException 400: No access to reserved parameter name: /aws/x.");
    expect(words("/x".repeat(16), "1")).to.equal(
      "HierarchyLevelLimitExceededException 400: A hierarchy can have a maximum of 15 levels.",
    );
    expect(words("/x".repeat(15), "1")).to.equal("nothing was refused");
    expect(words("  trimmed ", "1")).to.equal("nothing was refused");
  });

  it("are about names at reading, too", () => {
    const { call } = anSsm();
    for (const Name of ["/a//b/c", "a/b/c"]) {
      expect(refusal(() => call("GetParameter", { Name }))).to.equal(`ValidationException 400: ${path}`);
    }
  });

  it("are about values", () => {
    expect(words("new", "")).to.equal(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    expect(words("new", "x".repeat(4096))).to.equal("nothing was refused");
    expect(words("new", "x".repeat(4097))).to.equal(
      "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
    );
    expect(words("new", "x".repeat(8193), { Tier: "Advanced" })).to.contain("8192 characters");
    expect(words("new", "abc", { AllowedPattern: "\\d{1,4}" })).to.equal(
      "ParameterPatternMismatchException 400: Parameter value, cannot be validated against allowedPattern: \\d{1,4}",
    );
    expect(words("new", "1234", { AllowedPattern: "\\d{1,4}" })).to.equal("nothing was refused");
    expect(words("new", "1", { AllowedPattern: "(" })).to.contain("InvalidAllowedPatternException 400");
    expect(words("new", "1", { AllowedPattern: "" })).to.equal("nothing was refused");
  });

  it("are about what goes together", () => {
    expect(words("/taken", "1")).to.equal(
      "ParameterAlreadyExists 400: The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
    expect(words("new", "1", { Overwrite: true, Tags: [{ Key: "k", Value: "v" }] })).to.equal(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
    expect(words("new", "1", { Type: undefined })).to.equal(
      "A parameter type is required when you create a parameter.",
    );
    expect(words("new", "1", { Type: "Number" })).to.equal(
      "1 validation error detected: Value 'Number' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]",
    );
    expect(words("new", "1", { DataType: "Text" })).to.equal(
      "The following data type is not supported: Text (Data type names are all lowercase.)",
    );
    expect(words("/etl/taken", "1", { Overwrite: true, Type: "SecureString" })).to.contain(
      "HierarchyTypeMismatchException 400",
    );
    expect(words("/advanced", "1", { Overwrite: true, Tier: "Standard" })).to.contain(
      "You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
    expect(words("new", "1", { Policies: "{" })).to.contain("InvalidPolicyAttributeException 400");
    expect(words("new", "1", { KeyId: "alias/k" })).to.equal("KeyId is required for SecureString type parameter only.");
  });
});

describe("the tags of a parameter", () => {
  it("are fifty at most", () => {
    const { call, put } = anSsm();
    put("/a", "1");
    const tag = (count: number, prefix: string) =>
      call("AddTagsToResource", {
        ResourceType: "Parameter",
        ResourceId: "/a",
        Tags: Array.from({ length: count }, (_, i) => ({ Key: `${prefix}${i}`, Value: "v" })),
      });
    tag(50, "k");
    tag(50, "k");
    expect(refusal(() => tag(1, "more"))).to.contain("TooManyTagsError 400");
  });
});

describe("the tier of a parameter", () => {
  it("is what Intelligent-Tiering makes of it, and stays as it was", () => {
    const { put } = anSsm();
    const tier = (name: string, value: string, more: object) => put(name, value, more).Tier;
    expect(tier("/a/b", "1", { Tier: "Intelligent-Tiering" })).to.equal("Standard");
    expect(tier("/a/b", "x".repeat(5000), { Tier: "Intelligent-Tiering", Overwrite: true })).to.equal("Advanced");
    expect(tier("/a/b", "1", { Overwrite: true })).to.equal("Advanced");
  });
});
