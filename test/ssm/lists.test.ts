import { expect } from "chai";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { type Answer, anSsm, refusal } from "./an-ssm.ts";

const names = (answer: Answer) => answer.Parameters.map(({ Name }: { Name: string }) => Name);

function aHierarchy() {
  const ssm = anSsm();
  ssm.put("/etl/mode", "fast");
  ssm.put("/etl/prod/region", "eu-west-1");
  ssm.put("/etl/prod/secret", "hunter2", { Type: "SecureString" });
  ssm.put("/etlx/other", "1");
  ssm.put("flat", "1", { Tags: [{ Key: "team", Value: "etl" }] });
  return ssm;
}

describe("GetParametersByPath", () => {
  it("lists what stands right below a path, or anywhere below it", () => {
    const { call } = aHierarchy();
    expect(names(call("GetParametersByPath", { Path: "/etl" }))).to.deep.equal(["/etl/mode"]);
    expect(names(call("GetParametersByPath", { Path: "/etl/", Recursive: true }))).to.deep.equal([
      "/etl/mode",
      "/etl/prod/region",
      "/etl/prod/secret",
    ]);
    expect(names(call("GetParametersByPath", { Path: "/" }))).to.deep.equal(["flat"]);
    expect(names(call("GetParametersByPath", { Path: "/", Recursive: true }))).to.have.length(5);
    expect(names(call("GetParametersByPath", { Path: "/nothing" }))).to.deep.equal([]);
  });

  it("gives pages of at most ten", () => {
    const { call, put } = anSsm();
    for (let i = 10; i < 31; i++) put(`/list/p${i}`, "1");
    const pages: number[] = [];
    let NextToken: string | undefined;
    do {
      const answer = call("GetParametersByPath", { Path: "/list", NextToken });
      pages.push(answer.Parameters.length);
      NextToken = answer.NextToken;
    } while (NextToken);
    expect(pages).to.deep.equal([10, 10, 1]);
    expect(call("GetParametersByPath", { Path: "/list", MaxResults: 3 }).Parameters).to.have.length(3);
    expect(refusal(() => call("GetParametersByPath", { Path: "/list", MaxResults: 11 }))).to.equal(
      "ValidationException 400: 1 validation error detected: Value '11' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10",
    );
    expect(refusal(() => call("GetParametersByPath", { Path: "/list", NextToken: "x" }))).to.contain(
      "InvalidNextToken 400",
    );
  });

  it("filters by type, and by little else", () => {
    const { call } = aHierarchy();
    const byFilter = (filter: object) =>
      call("GetParametersByPath", { Path: "/etl", Recursive: true, ParameterFilters: [filter] });
    expect(names(byFilter({ Key: "Type", Values: ["SecureString"] }))).to.deep.equal(["/etl/prod/secret"]);
    expect(refusal(() => byFilter({ Key: "Name", Values: ["x"] }))).to.equal(
      "InvalidFilterKey 400: The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId].",
    );
  });

  it("wants a path", () => {
    const { call } = anSsm();
    for (const Path of ["etl", "//", "/a b"]) {
      expect(refusal(() => call("GetParametersByPath", { Path }))).to.contain(
        "ValidationException 400: The parameter doesn't meet the parameter name requirements.",
      );
    }
  });
});

describe("DescribeParameters", () => {
  it("says everything but the value", () => {
    const { call } = aHierarchy();
    const filter = { Key: "Name", Option: "Equals", Values: ["/etl/mode"] };
    expect(call("DescribeParameters", { ParameterFilters: [filter] })).to.deep.equal({
      Parameters: [
        {
          ARN: "arn:aws:ssm:us-east-1:111111111111:parameter/etl/mode",
          Name: "/etl/mode",
          Type: "String",
          LastModifiedDate: new Date(EPOCH),
          LastModifiedUser: "arn:aws:iam::111111111111:user/ann",
          Version: 1,
          Tier: "Standard",
          Policies: [],
          DataType: "text",
        },
      ],
    });
  });

  const table: [string, object, string[]][] = [
    [
      "a name's beginning",
      { Key: "Name", Option: "BeginsWith", Values: ["/etl/p"] },
      ["/etl/prod/region", "/etl/prod/secret"],
    ],
    ["a part of a name", { Key: "Name", Option: "Contains", Values: ["other", "mode"] }, ["/etl/mode", "/etlx/other"]],
    ["a name without hierarchy, with a slash", { Key: "Name", Values: ["/flat"] }, ["flat"]],
    ["a level", { Key: "Path", Values: ["/etl"] }, ["/etl/mode"]],
    [
      "all levels",
      { Key: "Path", Option: "Recursive", Values: ["/etl/prod"] },
      ["/etl/prod/region", "/etl/prod/secret"],
    ],
    ["a type", { Key: "Type", Values: ["SecureString"] }, ["/etl/prod/secret"]],
    ["a key", { Key: "KeyId", Values: ["alias/aws/ssm"] }, ["/etl/prod/secret"]],
    ["a tag", { Key: "tag:team", Values: ["etl"] }, ["flat"]],
    ["a tag with any value", { Key: "tag:team" }, ["flat"]],
  ];
  for (const [what, filter, expected] of table) {
    it(`filters by ${what}`, () => {
      const { call } = aHierarchy();
      expect(names(call("DescribeParameters", { ParameterFilters: [filter] }))).to.deep.equal(expected);
    });
  }

  it("still takes the older filters", () => {
    const { call } = aHierarchy();
    expect(names(call("DescribeParameters", { Filters: [{ Key: "Name", Values: ["/etl/mode"] }] }))).to.deep.equal([
      "/etl/mode",
    ]);
  });

  it("refuses filters in AWS's words", () => {
    const { call } = anSsm();
    const words = (...ParameterFilters: object[]) => refusal(() => call("DescribeParameters", { ParameterFilters }));
    const name = { Key: "Name", Values: ["x"] };
    expect(words({ Key: "Name" })).to.equal(
      "InvalidFilterValue 400: The following filter values are missing : null for filter key Name.",
    );
    expect(words(name, name)).to.equal(
      "InvalidFilterKey 400: The following filter is duplicated in the request: Name. A request can contain only one occurrence of a specific filter.",
    );
    expect(words({ Key: "Path", Option: "Equals", Values: ["/a"] })).to.equal(
      "InvalidFilterOption 400: The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].",
    );
    expect(words({ Key: "Type", Values: ["Number"] })).to.equal(
      "InvalidFilterValue 400: The following filter value is not valid: Number. Valid values include: [String, StringList, SecureString].",
    );
    expect(words({ Key: "Path", Values: ["/aws/x"] })).to.contain("Filters for common parameters can't be prefixed");
  });
});

describe("DescribeParameters, asked for what cannot be,", () => {
  const describeBy = (input: object) => refusal(() => anSsm().call("DescribeParameters", input));

  it("takes one kind of filters at a time", () => {
    const filters = [{ Key: "Name", Values: ["a"] }];
    expect(describeBy({ Filters: filters, ParameterFilters: filters })).to.equal(
      "ValidationException 400: You can use either Filters or ParameterFilters in a single request.",
    );
  });

  it("wants paths that can be, and tells everything that is wrong with its filters", () => {
    for (const path of ["/###", "//", "test"]) {
      expect(describeBy({ ParameterFilters: [{ Key: "Path", Values: [path] }] })).to.contain(
        "The parameter doesn't meet the parameter name requirements.",
      );
    }
    const ParameterFilters = [{ Key: "Name", Option: "over 10 chars" }, { Key: "key" }];
    expect(describeBy({ ParameterFilters })).to.equal(
      "ValidationException 400: 2 validation errors detected: Value 'over 10 chars' at 'parameterFilters.1.member.option' failed to satisfy constraint: Member must have length less than or equal to 10; Value 'key' at 'parameterFilters.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType",
    );
  });

  it("gives pages of ten to who says nothing", () => {
    const { call, put } = anSsm();
    for (let i = 10; i < 22; i++) put(`p${i}`, "1");
    const { Parameters, NextToken } = call("DescribeParameters", {});
    expect(Parameters).to.have.length(10);
    expect(call("DescribeParameters", { NextToken }).Parameters).to.have.length(2);
  });
});
