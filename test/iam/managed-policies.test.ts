import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { ACCOUNT, aCloud, aDocument, lambdaTrust, refusal } from "./a-cloud.ts";

const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/read`;
const document = (action: string) => aDocument({ Effect: "Allow", Action: action, Resource: "*" });
const role = { RoleName: "transform" };

async function aPolicyOnARole(iam: IAMClient): Promise<void> {
  await iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument: document("s3:GetObject") }));
  await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: lambdaTrust }));
  await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn }));
}

describe("IAM managed policies", () => {
  it("are attached, counted and detached", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await aPolicyOnARole(iam);
      const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand(role));
      expect(AttachedPolicies).to.deep.equal([{ PolicyName: "read", PolicyArn }]);
      const count = async () => (await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy!.AttachmentCount;
      expect(await count()).to.equal(1);
      await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
      expect(await count()).to.equal(0);
    });
  });

  it("count by their default version, wherever they are attached", () => {
    const { asRoot, run, iam: service } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await aPolicyOnARole(iam);
      const inForce = () =>
        service.roles
          .get("transform")
          .policies()
          .map(({ policy }) => policy.source);
      await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document("s3:PutObject") }));
      expect(inForce()).to.deep.equal([document("s3:GetObject")]);
      await iam.send(
        new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document("s3:ListBucket"), SetAsDefault: true }),
      );
      expect(inForce()).to.deep.equal([document("s3:ListBucket")]);
    });
  });

  it("keep their versions, newest first, and never use a number twice", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await aPolicyOnARole(iam);
      const add = () =>
        iam.send(
          new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document("s3:PutObject"), SetAsDefault: true }),
        );
      await add();
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
      await add();
      const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
      expect(Versions!.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])).to.deep.equal([
        ["v3", true],
        ["v2", false],
      ]);
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
      expect(decodeURIComponent(PolicyVersion!.Document!)).to.equal(document("s3:PutObject"));
    });
  });

  it("limit as boundaries, and are counted as such", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument: document("s3:*") }));
      const made = await iam.send(
        new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: lambdaTrust, PermissionsBoundary: PolicyArn }),
      );
      expect(made.Role!.PermissionsBoundary).to.deep.equal({
        PermissionsBoundaryType: "Policy",
        PermissionsBoundaryArn: PolicyArn,
      });
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      expect(Policy).to.include({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 });
      expect((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn })))).code).to.equal(
        "DeleteConflictException",
      );
    });
  });

  it("are the account's own or AWS's", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await aPolicyOnARole(iam);
      const names = async (input: object) =>
        (await iam.send(new ListPoliciesCommand(input))).Policies!.map(({ PolicyName }) => PolicyName);
      expect(await names({ Scope: "Local" })).to.deep.equal(["read"]);
      expect(await names({ Scope: "AWS" })).to.include.members([
        "AWSLambdaBasicExecutionRole",
        "AmazonS3ReadOnlyAccess",
      ]);
      expect(await names({ OnlyAttached: true })).to.deep.equal(["read"]);
    });
  });

  const AWS = "arn:aws:iam::aws:policy/AdministratorAccess";
  const nowhere = "arn:aws:iam::111122223333:policy/none";
  const refusals: [name: string, command: object, code: string, message: string][] = [
    [
      "a second policy of a name",
      new CreatePolicyCommand({ PolicyName: "Read", PolicyDocument: document("s3:*") }),
      "EntityAlreadyExistsException",
      "A policy called Read already exists. Duplicate names are not allowed.",
    ],
    [
      "a document without a version",
      new CreatePolicyCommand({
        PolicyName: "p",
        PolicyDocument: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      }),
      "MalformedPolicyDocumentException",
      "Policy document must be version 2012-10-17 or greater.",
    ],
    [
      "to attach what there is not",
      new AttachRolePolicyCommand({ ...role, PolicyArn: nowhere }),
      "NoSuchEntityException",
      `Policy ${nowhere} does not exist or is not attachable.`,
    ],
    [
      "to detach what is not attached",
      new DetachRolePolicyCommand({ ...role, PolicyArn: AWS }),
      "NoSuchEntityException",
      `Policy ${AWS} was not found.`,
    ],
    [
      "to delete what is attached",
      new DeletePolicyCommand({ PolicyArn }),
      "DeleteConflictException",
      "Cannot delete a policy attached to entities.",
    ],
    [
      "to delete the default version",
      new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }),
      "DeleteConflictException",
      "Cannot delete the default version of a policy.",
    ],
    [
      "to change AWS's policies",
      new CreatePolicyVersionCommand({ PolicyArn: AWS, PolicyDocument: document("*") }),
      "AccessDenied",
      "Policy is outside your own account.",
    ],
    [
      "a version there is not",
      new GetPolicyVersionCommand({ PolicyArn, VersionId: "v9" }),
      "NoSuchEntityException",
      `Policy ${PolicyArn} version v9 does not exist or is not attachable.`,
    ],
    [
      "to delete a role with attached policies",
      new DeleteRoleCommand(role),
      "DeleteConflictException",
      "Cannot delete entity, must detach all policies first.",
    ],
  ];
  for (const [name, command, code, message] of refusals) {
    it(`refuse ${name}`, () => {
      const { asRoot, run } = aCloud();
      return run(async () => {
        const { iam } = asRoot();
        await aPolicyOnARole(iam);
        expect(await refusal(iam.send(command as GetPolicyCommand))).to.include({ code, message });
      });
    });
  }

  it("have five versions at most", () => {
    const { asRoot, run } = aCloud();
    return run(async () => {
      const { iam } = asRoot();
      await aPolicyOnARole(iam);
      const add = () => iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document("s3:*") }));
      for (let i = 0; i < 4; i++) await add();
      expect((await refusal(add())).code).to.equal("LimitExceededException");
    });
  });
});
