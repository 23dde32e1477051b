import { expect } from "chai";
import { iamHouse } from "../../cloud/iam/house.ts";
import { ACCOUNT, aCloud, lambdaTrust } from "./a-cloud.ts";

describe("What IAM's callers need", () => {
  const { iam } = aCloud();
  const house = iamHouse(iam);
  iam.createRole({ name: "blue", path: "/team/", trust: lambdaTrust, tags: { team: "blue" } });
  iam.createGroup({ name: "readers", path: "/" });
  iam.profiles.create("web");
  const needs = (operation: string, input: object = {}) => house.needs(operation, input as never);
  const account = `arn:aws:iam::${ACCOUNT}:`;
  const rows: [operation: string, input: object, resource: string][] = [
    ["ListGroups", {}, `${account}group/`],
    ["ListInstanceProfiles", { PathPrefix: "/a/" }, `${account}instance-profile/a/`],
    ["ListPolicies", {}, "policy path /"],
    ["AddUserToGroup", { GroupName: "readers", UserName: "ana" }, `${account}group/readers`],
    [
      "RemoveRoleFromInstanceProfile",
      { InstanceProfileName: "web", RoleName: "blue" },
      `${account}instance-profile/web`,
    ],
    ["ListInstanceProfilesForRole", { RoleName: "blue" }, `${account}role/team/blue`],
    ["CreateGroup", { GroupName: "new", Path: "/p/" }, `${account}group/p/new`],
    ["GetAccountSummary", {}, "*"],
    [
      "UpdateAccessKey",
      { UserName: "ana", AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "Active" },
      `${account}user/ana`,
    ],
  ];
  for (const [operation, input, resource] of rows) {
    it(`is ${operation} on ${resource}`, () => {
      const found = needs(operation, input).map((need) => [need.action, need.resource]);
      expect(found).to.deep.equal([[`iam:${operation}`, resource]]);
    });
  }

  it("is to pass the role, too, where one is put into an instance profile", () => {
    const [, passing] = needs("AddRoleToInstanceProfile", { InstanceProfileName: "web", RoleName: "blue" });
    expect(passing).to.deep.equal({
      action: "iam:PassRole",
      resource: `${account}role/team/blue`,
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    });
  });

  it("may hang on the tags of what is there, by two names", () => {
    expect(needs("GetRole", { RoleName: "blue" })[0]!.context).to.deep.equal({
      "aws:ResourceTag/team": "blue",
      "iam:ResourceTag/team": "blue",
    });
  });
});
