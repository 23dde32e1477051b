import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListUserPoliciesCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, refusal } from "./a-cloud.ts";

const ana = { UserName: "ana" };
const all = aDocument({ Effect: "Allow", Action: "iam:*", Resource: "*" });

describe("IAM users", () => {
  it("have keys, of which the secret is shown once", () => {
    const { asRoot, run, iam: service } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateUserCommand({ ...ana, Path: "/team/" }));
      const key = (await iam.send(new CreateAccessKeyCommand(ana))).AccessKey!;
      expect(key).to.include({ UserName: "ana", Status: "Active" });
      expect([key.AccessKeyId, key.SecretAccessKey!.length]).to.satisfy(
        ([id, length]: [string, number]) => /^AKIA[A-Z2-7]{16}$/.test(id) && length === 40,
      );
      const [listed] = (await iam.send(new ListAccessKeysCommand(ana))).AccessKeyMetadata!;
      expect(listed).to.deep.equal({
        UserName: "ana",
        AccessKeyId: key.AccessKeyId,
        Status: "Active",
        CreateDate: key.CreateDate,
      });
      const credential = service.credentials.find(key.AccessKeyId!)!;
      expect(credential.secretAccessKey).to.equal(key.SecretAccessKey);
      expect(credential.principal).to.include({ kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/team/ana` });
      await iam.send(new DeleteAccessKeyCommand({ ...ana, AccessKeyId: key.AccessKeyId! }));
      expect(service.credentials.find(key.AccessKeyId!)).to.equal(undefined);
    });
  });

  it("have inline policies", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateUserCommand(ana));
      await iam.send(new PutUserPolicyCommand({ ...ana, PolicyName: "all", PolicyDocument: all }));
      expect((await iam.send(new ListUserPoliciesCommand(ana))).PolicyNames).to.deep.equal(["all"]);
      const got = await iam.send(new GetUserPolicyCommand({ ...ana, PolicyName: "all" }));
      expect(decodeURIComponent(got.PolicyDocument!)).to.equal(all);
      await iam.send(new DeleteUserPolicyCommand({ ...ana, PolicyName: "all" }));
      await iam.send(new DeleteUserCommand(ana));
      expect((await refusal(iam.send(new GetUserCommand(ana)))).message).to.equal(
        "The user with name ana cannot be found.",
      );
    });
  });

  it("are meant when they name nobody", () => {
    const { asRoot, clientsOf, run, iam: service } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateUserCommand(ana));
      await iam.send(new PutUserPolicyCommand({ ...ana, PolicyName: "all", PolicyDocument: all }));
      const asAna = clientsOf(service.userPrincipal(service.users.get("ana"))).iam;
      expect((await asAna.send(new GetUserCommand({}))).User!.UserName).to.equal("ana");
      expect((await asAna.send(new CreateAccessKeyCommand({}))).AccessKey!.UserName).to.equal("ana");
      expect((await iam.send(new GetUserCommand({}))).User!.Arn).to.equal(`arn:aws:iam::${ACCOUNT}:root`);
      expect((await refusal(iam.send(new CreateAccessKeyCommand({})))).message).to.equal(
        "Must specify userName when calling with non-User credentials",
      );
    });
  });

  it("have two keys at most, and must lose them before they go", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreateUserCommand(ana));
      for (let i = 0; i < 2; i++) await iam.send(new CreateAccessKeyCommand(ana));
      expect(await refusal(iam.send(new CreateAccessKeyCommand(ana)))).to.deep.equal({
        code: "LimitExceededException",
        status: 409,
        message: "Cannot exceed quota for AccessKeysPerUser: 2",
      });
      expect((await refusal(iam.send(new DeleteUserCommand(ana)))).message).to.equal(
        "Cannot delete entity, must delete access keys first.",
      );
    });
  });
});
