import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListUsersCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, refusal } from "./a-cloud.ts";

const GroupName = "readers";
const ana = { UserName: "ana" };
const mayList = aDocument({ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" });

/** A group `readers` with the user `ana` in it. */
async function aGroup() {
  const cloud = aCloud();
  const { iam } = cloud.asRoot();
  await cloud.run(async () => {
    await iam.send(new CreateGroupCommand({ GroupName, Path: "/team/" }));
    await iam.send(new CreateUserCommand(ana));
    await iam.send(new AddUserToGroupCommand({ GroupName, ...ana }));
  });
  const asAna = () => cloud.clientsOf(cloud.iam.userPrincipal(cloud.iam.users.get("ana"))).iam;
  return { ...cloud, root: iam, asAna };
}

describe("IAM groups", () => {
  it("are shown with their members, who joined once however often they were added", async () => {
    const { root, run } = await aGroup();
    await run(async () => {
      await root.send(new AddUserToGroupCommand({ GroupName, ...ana }));
      const { Group, Users, IsTruncated } = await root.send(new GetGroupCommand({ GroupName }));
      expect(Group).to.include({ GroupName, Path: "/team/", Arn: `arn:aws:iam::${ACCOUNT}:group/team/readers` });
      expect(Group!.GroupId).to.match(/^AGPA[A-Z2-7]{17}$/);
      expect([Users!.map(({ UserName }) => UserName), IsTruncated]).to.deep.equal([["ana"], false]);
      const { Groups } = await root.send(new ListGroupsForUserCommand(ana));
      expect(Groups!.map((group) => group.GroupName)).to.deep.equal([GroupName]);
    });
  });

  it("give their members what their inline and attached policies allow, for as long as they are members", async () => {
    const { root, run, asAna } = await aGroup();
    await run(async () => {
      expect((await refusal(asAna().send(new ListUsersCommand({})))).code).to.equal("AccessDenied");
      await root.send(new PutGroupPolicyCommand({ GroupName, PolicyName: "list", PolicyDocument: mayList }));
      expect((await asAna().send(new ListUsersCommand({}))).Users).to.have.length(1);
      const groups = aDocument({ Effect: "Allow", Action: "iam:ListGroups", Resource: "*" });
      const { Policy } = await root.send(new CreatePolicyCommand({ PolicyName: "groups", PolicyDocument: groups }));
      await root.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: Policy!.Arn }));
      const { AttachedPolicies } = await root.send(new ListAttachedGroupPoliciesCommand({ GroupName }));
      expect(AttachedPolicies).to.deep.equal([{ PolicyName: "groups", PolicyArn: Policy!.Arn }]);
      expect((await asAna().send(new ListGroupsCommand({}))).Groups).to.have.length(1);
      // Whoever is not in it need not leave it.
      for (let i = 0; i < 2; i++) await root.send(new RemoveUserFromGroupCommand({ GroupName, ...ana }));
      expect((await refusal(asAna().send(new ListUsersCommand({})))).code).to.equal("AccessDenied");
      expect((await refusal(asAna().send(new ListGroupsCommand({})))).code).to.equal("AccessDenied");
    });
  });

  it("are renamed and moved, but not onto another", async () => {
    const { root, run } = await aGroup();
    await run(async () => {
      await root.send(new CreateGroupCommand({ GroupName: "writers" }));
      const onto = new UpdateGroupCommand({ GroupName, NewGroupName: "writers" });
      expect(await refusal(root.send(onto))).to.deep.equal({
        code: "EntityAlreadyExistsException",
        status: 409,
        message: "Group with name writers already exists.",
      });
      await root.send(new UpdateGroupCommand({ GroupName, NewGroupName: "Readers2", NewPath: "/new/" }));
      const { Group } = await root.send(new GetGroupCommand({ GroupName: "readers2" }));
      expect(Group!.Arn).to.equal(`arn:aws:iam::${ACCOUNT}:group/new/Readers2`);
      expect((await refusal(root.send(new GetGroupCommand({ GroupName })))).message).to.equal(
        "The group with name readers cannot be found.",
      );
    });
  });

  it("and their members must part before either goes", async () => {
    const { root, run } = await aGroup();
    const message = "Cannot delete entity, must remove users from group first.";
    await run(async () => {
      for (const command of [new DeleteGroupCommand({ GroupName }), new DeleteUserCommand(ana)]) {
        expect(await refusal(root.send(command as DeleteUserCommand))).to.include({ status: 409, message });
      }
    });
  });

  it("look for the user before the group, and for their own policies", async () => {
    const { root, run } = await aGroup();
    const said = async (command: object) => (await refusal(root.send(command as DeleteUserCommand))).message;
    const nobody = { GroupName: "none", UserName: "any" };
    await run(async () => {
      expect(await said(new RemoveUserFromGroupCommand(nobody))).to.equal("The user with name any cannot be found.");
      expect(await said(new AddUserToGroupCommand({ ...nobody, ...ana }))).to.equal(
        "The group with name none cannot be found.",
      );
      expect(await said(new GetGroupPolicyCommand({ GroupName, PolicyName: "none" }))).to.equal(
        "The group policy with name none cannot be found.",
      );
    });
  });
});
