import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteLoginProfileCommand,
  DeleteUserCommand,
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateLoginProfileCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, refusal } from "./a-cloud.ts";

const ana = { UserName: "ana" };

/** The user `ana` with a key. */
async function aKey() {
  const cloud = aCloud();
  const { iam } = cloud.asRoot();
  const AccessKeyId = await cloud.run(async () => {
    await iam.send(new CreateUserCommand(ana));
    return (await iam.send(new CreateAccessKeyCommand(ana))).AccessKey!.AccessKeyId!;
  });
  const credential = () => cloud.iam.credentials.find(AccessKeyId);
  return { ...cloud, root: iam, AccessKeyId, credential };
}

describe("A user's key", () => {
  it("stands for the user whatever it is called, with the tags of now", async () => {
    const { root, run, credential, AccessKeyId } = await aKey();
    await run(async () => {
      await root.send(new UpdateUserCommand({ ...ana, NewUserName: "anna", NewPath: "/b/" }));
      await root.send(new TagUserCommand({ UserName: "anna", Tags: [{ Key: "team", Value: "blue" }] }));
      expect(credential()!.principal).to.deep.include({
        arn: `arn:aws:iam::${ACCOUNT}:user/b/anna`,
        tags: { team: "blue" },
      });
      const { AccessKeyMetadata } = await root.send(new ListAccessKeysCommand({ UserName: "anna" }));
      expect(AccessKeyMetadata![0]).to.include({ UserName: "anna", AccessKeyId });
    });
  });

  it("is no credential while it is inactive", async () => {
    const { root, run, credential, AccessKeyId } = await aKey();
    await run(async () => {
      await root.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId, Status: "Inactive" }));
      expect(credential()).to.equal(undefined);
      const { AccessKeyMetadata } = await root.send(new ListAccessKeysCommand(ana));
      expect(AccessKeyMetadata![0]!.Status).to.equal("Inactive");
      await root.send(new UpdateAccessKeyCommand({ ...ana, AccessKeyId, Status: "Active" }));
      expect(credential()!.accessKeyId).to.equal(AccessKeyId);
    });
  });

  it("tells when and for what it was used last", async () => {
    const { root, run, credential, AccessKeyId } = await aKey();
    const ask = () => root.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    await run(async () => {
      expect((await ask()).AccessKeyLastUsed).to.deep.equal({ ServiceName: "N/A", Region: "N/A" });
      credential()!.used!("s3", "eu-west-1");
      expect(await ask()).to.deep.include({
        UserName: "ana",
        AccessKeyLastUsed: {
          ServiceName: "s3",
          Region: "eu-west-1",
          LastUsedDate: new Date("2026-01-01T00:00:00Z"),
        },
      });
    });
  });

  it("that nobody has is nobody's to read about", async () => {
    const { root, run } = await aKey();
    await run(async () => {
      const unknown = new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIAIOSFODNN7NOSUCHK" });
      expect(await refusal(root.send(unknown))).to.deep.equal({
        code: "AccessDenied",
        status: 403,
        message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7NOSUCHK`,
      });
    });
  });
});

describe("A user who names nobody", () => {
  it("needs the right on itself, and on nobody else", () => {
    const { asRoot, clientsOf, run, iam } = aCloud();
    const own = `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`;
    return run(async () => {
      await asRoot().iam.send(new CreateUserCommand(ana));
      const asAna = () => clientsOf(iam.userPrincipal(iam.users.get("ana"))).iam;
      expect((await refusal(asAna().send(new GetUserCommand({})))).message).to.contain(
        `iam:GetUser on resource: arn:aws:iam::${ACCOUNT}:user/ana because`,
      );
      iam.putPolicy(iam.users.get("ana"), "own", aDocument({ Effect: "Allow", Action: "iam:*", Resource: own }));
      expect((await asAna().send(new GetUserCommand({}))).User!.UserName).to.equal("ana");
      expect((await refusal(asAna().send(new ListUsersCommand({})))).message).to.contain(
        `iam:ListUsers on resource: arn:aws:iam::${ACCOUNT}:user/ because`,
      );
    });
  });
});

describe("A login profile", () => {
  it("is one a user, is changed, and must go before the user goes", async () => {
    const { root, run } = await aKey();
    const said = async (command: object) => (await refusal(root.send(command as GetUserCommand))).message;
    const bob = { UserName: "bob" };
    await run(async () => {
      await root.send(new CreateUserCommand(bob));
      await root.send(new CreateLoginProfileCommand({ ...bob, Password: "correct horse" }));
      expect(await said(new CreateLoginProfileCommand({ ...bob, Password: "battery" }))).to.equal(
        "Login Profile for user bob already exists.",
      );
      await root.send(new UpdateLoginProfileCommand({ ...bob, PasswordResetRequired: true }));
      expect((await root.send(new GetLoginProfileCommand(bob))).LoginProfile).to.deep.include({
        UserName: "bob",
        PasswordResetRequired: true,
      });
      expect(await said(new DeleteUserCommand(bob))).to.equal("Cannot delete entity, must delete login profile first.");
      await root.send(new DeleteLoginProfileCommand(bob));
      expect(await said(new GetLoginProfileCommand(bob))).to.equal("Login Profile for User bob cannot be found.");
      await root.send(new DeleteUserCommand(bob));
    });
  });
});
