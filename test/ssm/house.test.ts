import { expect } from "chai";
import { anSsm } from "./an-ssm.ts";

describe("the SSM house", () => {
  const { house } = anSsm();
  const needs = (operation: string, input: object) =>
    house.needs(operation, input as never).map(({ action, resource }) => `${action} ${resource}`);
  const arn = (name: string) => `arn:aws:ssm:us-east-1:111111111111:${name}`;

  it("asks for IAM's actions on parameters, one need a name", () => {
    expect(needs("GetParameter", { Name: "/a/b" })).to.deep.equal([`ssm:GetParameter ${arn("parameter/a/b")}`]);
    expect(needs("GetParameter", { Name: "flat:3" })).to.deep.equal([`ssm:GetParameter ${arn("parameter/flat")}`]);
    expect(needs("GetParameter", { Name: `${arn("parameter/a/b")}:3` })).to.deep.equal([
      `ssm:GetParameter ${arn("parameter/a/b")}`,
    ]);
    expect(needs("GetParameters", { Names: ["/a", "/b/c"] })).to.deep.equal([
      `ssm:GetParameters ${arn("parameter/a")}`,
      `ssm:GetParameters ${arn("parameter/b/c")}`,
    ]);
    expect(needs("GetParametersByPath", { Path: "/etl" })).to.deep.equal([
      `ssm:GetParametersByPath ${arn("parameter/etl")}`,
    ]);
    expect(needs("ListTagsForResource", { ResourceType: "Parameter", ResourceId: "/a/b" })).to.deep.equal([
      `ssm:ListTagsForResource ${arn("parameter/a/b")}`,
    ]);
  });

  it("asks for everything when everything is described", () => {
    expect(needs("DescribeParameters", {})).to.deep.equal([`ssm:DescribeParameters ${arn("*")}`]);
  });

  it("asks for tagging as well when a parameter is created with tags", () => {
    expect(needs("PutParameter", { Name: "/a/b", Tags: [{ Key: "k", Value: "v" }] })).to.deep.equal([
      `ssm:PutParameter ${arn("parameter/a/b")}`,
      `ssm:AddTagsToResource ${arn("parameter/a/b")}`,
    ]);
  });

  it("tells policies of overwriting and recursion", () => {
    const context = (operation: string, input: object) => house.needs(operation, input as never)[0]!.context;
    expect(context("PutParameter", { Name: "/a", Overwrite: true })).to.deep.equal({ "ssm:Overwrite": "true" });
    expect(context("GetParametersByPath", { Path: "/a" })).to.deep.equal({ "ssm:Recursive": "false" });
  });

  it("tells policies of the tags in a request, and of those on the parameter it names", () => {
    const { house, put } = anSsm();
    put("/a/b", "1", { Tags: [{ Key: "team", Value: "blue" }] });
    const contexts = (operation: string, input: object) =>
      house.needs(operation, input as never).map(({ context }) => context);
    const own = { "aws:ResourceTag/team": "blue", "ssm:resourceTag/team": "blue" };
    expect(contexts("GetParameters", { Names: ["/a/b:1", `${arn("parameter/a/b")}`, "/none"] })).to.deep.equal([
      own,
      own,
      {},
    ]);
    const [creating] = contexts("PutParameter", { Name: "/c", Tags: [{ Key: "env", Value: "dev" }] });
    expect(creating).to.deep.equal({ "ssm:Overwrite": "false", "aws:TagKeys": ["env"], "aws:RequestTag/env": "dev" });
    const input = { ResourceType: "Parameter", ResourceId: "/a/b", TagKeys: ["team"] };
    expect(contexts("RemoveTagsFromResource", input)).to.deep.equal([{ "aws:TagKeys": ["team"], ...own }]);
  });
});
