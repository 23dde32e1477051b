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
});
