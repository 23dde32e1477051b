import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  ListEntitiesForPolicyCommand,
  ListPolicyVersionsCommand,
  PutUserPermissionsBoundaryCommand,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal } from "./a-cloud.ts";

const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/p`;
const may = (Action: string) => aDocument({ Effect: "Allow", Action, Resource: "*" });

/** A policy `p` on a role, a user and a group, each called as its kind. */
function aSharedPolicy() {
  const cloud = aCloud();
  const { iam } = cloud;
  iam.createPolicy({ name: "p", document: may("iam:ListUsers") });
  const role = iam.createRole({ name: "role", trust: lambdaTrust, path: "/a/" });
  const user = iam.createUser({ name: "user" });
  const group = iam.createGroup({ name: "group", path: "/" });
  for (const identity of [role, user, group]) iam.grants.attach(identity, PolicyArn);
  const root = cloud.asRoot().iam;
  const said = async (command: object) => (await refusal(root.send(command as ListEntitiesForPolicyCommand))).message;
  return { ...cloud, role, user, group, root, said };
}

describe("Who has a managed policy", () => {
  it("is told by kind, by path and by use", () => {
    const { root, run, role, user, group } = aSharedPolicy();
    const ask = async (input: object = {}) => {
      const { PolicyGroups, PolicyRoles, PolicyUsers } = await root.send(
        new ListEntitiesForPolicyCommand({ PolicyArn, ...input }),
      );
      return [PolicyGroups, PolicyRoles, PolicyUsers];
    };
    const inGroup = [{ GroupName: "group", GroupId: group.id }];
    const inRole = [{ RoleName: "role", RoleId: role.id }];
    const inUser = [{ UserName: "user", UserId: user.id }];
    return run(async () => {
      expect(await ask()).to.deep.equal([inGroup, inRole, inUser]);
      expect(await ask({ EntityFilter: "User" })).to.deep.equal([[], [], inUser]);
      expect(await ask({ PathPrefix: "/a/" })).to.deep.equal([[], inRole, []]);
      expect(await ask({ PolicyUsageFilter: "PermissionsBoundary" })).to.deep.equal([[], [], []]);
      await root.send(new PutUserPermissionsBoundaryCommand({ UserName: "user", PermissionsBoundary: PolicyArn }));
      expect(await ask({ PolicyUsageFilter: "PermissionsBoundary" })).to.deep.equal([[], [], inUser]);
    });
  });

  it("is not told of a policy there is not", () => {
    const { run, said } = aSharedPolicy();
    return run(async () => {
      expect(await said(new ListEntitiesForPolicyCommand({ PolicyArn: `${PolicyArn}x` }))).to.equal(
        `Policy ${PolicyArn}x does not exist or is not attachable.`,
      );
    });
  });
});

describe("The default version of a policy", () => {
  it("is the one that counts, and can be an older one", () => {
    const { root, run, iam, clientsOf, user } = aSharedPolicy();
    const list = () => clientsOf(iam.userPrincipal(user)).iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    return run(async () => {
      const document = may("iam:ListPolicyVersions");
      await root.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document, SetAsDefault: true }));
      expect((await list()).Versions!.map(({ IsDefaultVersion }) => IsDefaultVersion)).to.deep.equal([true, false]);
      await root.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
      expect((await refusal(list())).code).to.equal("AccessDenied");
    });
  });

  it("must be there, and have a version's name", () => {
    const { run, said } = aSharedPolicy();
    const none = (arn: string, id: string) => `Policy ${arn} version ${id} does not exist or is not attachable.`;
    const elsewhere = { PolicyArn: `${PolicyArn}x`, VersionId: "v1" };
    return run(async () => {
      for (const Command of [SetDefaultPolicyVersionCommand, GetPolicyVersionCommand, DeletePolicyVersionCommand]) {
        expect(await said(new Command({ PolicyArn, VersionId: "v9" }))).to.equal(none(PolicyArn, "v9"));
        expect(await said(new Command(elsewhere))).to.equal(none(`${PolicyArn}x`, "v1"));
        expect(await said(new Command({ PolicyArn, VersionId: "latest" }))).to.equal(
          "1 validation error detected: Value at 'versionId' failed to satisfy constraint: Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?",
        );
      }
    });
  });
});

describe("An ARN that names no policy", () => {
  it("is refused for what it is, by another code when it is no ARN at all", () => {
    const { asRoot, run } = aSharedPolicy();
    const boundary = (PermissionsBoundary: string) =>
      refusal(asRoot().iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "user", PermissionsBoundary })));
    return run(async () => {
      const other = `arn:aws:iam::${ACCOUNT}:not_a_policy/invalid`;
      expect(await boundary(other)).to.include({
        code: "InvalidInputException",
        message: `ARN ${other} is not valid.`,
      });
      expect(await boundary("longpolicynamebutnoarn")).to.include({
        code: "ValidationError",
        message: "ARN longpolicynamebutnoarn is not valid.",
      });
      expect((await boundary(`${PolicyArn}x`)).message).to.equal(
        `Scope ARN: ${PolicyArn}x does not exist or is not attachable.`,
      );
    });
  });
});
