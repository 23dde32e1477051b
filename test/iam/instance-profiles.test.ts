import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  GetInstanceProfileCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListInstanceProfileTagsCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, lambdaTrust, refusal } from "./a-cloud.ts";

const profile = { InstanceProfileName: "web" };
const role = { RoleName: "server" };

async function aProfile() {
  const cloud = aCloud();
  const { iam } = cloud.asRoot();
  await cloud.run(async () => {
    await iam.send(new CreateInstanceProfileCommand({ ...profile, Path: "/fleet/" }));
    await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: lambdaTrust }));
  });
  const said = async (command: object) => (await refusal(iam.send(command as DeleteRoleCommand))).message;
  return { ...cloud, root: iam, said };
}

describe("Instance profiles", () => {
  it("hold a role, and are found by it", async () => {
    const { root, run } = await aProfile();
    await run(async () => {
      await root.send(new AddRoleToInstanceProfileCommand({ ...profile, ...role }));
      const { InstanceProfile } = await root.send(new GetInstanceProfileCommand(profile));
      expect(InstanceProfile).to.deep.include({
        ...profile,
        Path: "/fleet/",
        Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/fleet/web`,
        Tags: [],
      });
      expect(InstanceProfile!.InstanceProfileId).to.match(/^AIPA/);
      expect(Object.keys(InstanceProfile!.Roles![0]!).sort()).to.deep.equal([
        "Arn",
        "AssumeRolePolicyDocument",
        "CreateDate",
        "Path",
        "RoleId",
        "RoleName",
      ]);
      const { InstanceProfiles } = await root.send(new ListInstanceProfilesForRoleCommand(role));
      expect(InstanceProfiles!.map((found) => found.InstanceProfileName)).to.deep.equal(["web"]);
      const elsewhere = await root.send(new ListInstanceProfilesCommand({ PathPrefix: "/other/" }));
      expect(elsewhere.InstanceProfiles).to.deep.equal([]);
    });
  });

  it("hold one role at most, and neither goes before they part", async () => {
    const { root, run, said } = await aProfile();
    const message = "Cannot delete entity, must remove roles from instance profile first.";
    await run(async () => {
      expect(await said(new RemoveRoleFromInstanceProfileCommand({ ...profile, ...role }))).to.equal(
        "Role server in Instance Profile web cannot be found.",
      );
      await root.send(new AddRoleToInstanceProfileCommand({ ...profile, ...role }));
      expect(await said(new AddRoleToInstanceProfileCommand({ ...profile, ...role }))).to.equal(
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
      );
      expect(await said(new DeleteInstanceProfileCommand(profile))).to.equal(message);
      expect(await said(new DeleteRoleCommand(role))).to.equal(message);
      await root.send(new RemoveRoleFromInstanceProfileCommand({ ...profile, ...role }));
      await root.send(new DeleteInstanceProfileCommand(profile));
      expect(await said(new GetInstanceProfileCommand(profile))).to.equal("Instance Profile web cannot be found.");
    });
  });

  it("have names of their own, and tags", async () => {
    const { root, run, said } = await aProfile();
    await run(async () => {
      expect(await said(new CreateInstanceProfileCommand(profile))).to.equal("Instance Profile web already exists.");
      await root.send(new TagInstanceProfileCommand({ ...profile, Tags: [{ Key: "MyKey", Value: "v" }] }));
      const { Tags } = await root.send(new ListInstanceProfileTagsCommand(profile));
      expect(Tags).to.deep.equal([{ Key: "MyKey", Value: "v" }]);
    });
  });
});
