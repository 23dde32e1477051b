import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SimulateCustomPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { aPolicy, at, DOORS, refusal, refused } from "./doors.ts";

const TRUST = aPolicy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
const READ = aPolicy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::documents-lab/*" });

for (const door of DOORS) {
  describe(`IAM through the ${door.name}`, () => {
    it(
      "keeps roles, and gives their documents back url-encoded",
      at(door, async ({ clients: { iam }, accountId }) => {
        const made = await iam.send(
          new CreateRoleCommand({
            RoleName: "transform",
            AssumeRolePolicyDocument: TRUST,
            Tags: [{ Key: "a", Value: "é @ b" }],
          }),
        );
        expect(made.Role).to.include({
          RoleName: "transform",
          Path: "/",
          Arn: `arn:aws:iam::${accountId}:role/transform`,
        });
        expect(made.Role!.RoleId).to.match(/^AROA[A-Z0-9]{17}$/);
        const { Role } = await iam.send(new GetRoleCommand({ RoleName: "transform" }));
        expect(Role!.AssumeRolePolicyDocument).to.equal(encodeURIComponent(TRUST));
        expect(Role!.Tags).to.deep.equal([{ Key: "a", Value: "é @ b" }]);
        expect(Role!.CreateDate).to.be.instanceOf(Date);
        expect((await iam.send(new ListRolesCommand({}))).Roles!.map(({ RoleName }) => RoleName)).to.deep.equal([
          "transform",
        ]);
        const again = new CreateRoleCommand({ RoleName: "transform", AssumeRolePolicyDocument: TRUST });
        expect(await refusal(iam.send(again))).to.include({
          name: "EntityAlreadyExistsException",
          status: 409,
          message: "Role with name transform already exists.",
        });
      }),
    );

    it(
      "keeps inline policies by name",
      at(door, async ({ clients: { iam } }) => {
        const RoleName = "transform";
        await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
        const named = { RoleName, PolicyName: "rights" };
        expect(await refused(iam.send(new GetRolePolicyCommand(named)))).to.equal("NoSuchEntityException 404");
        await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument: READ }));
        const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(named));
        expect(decodeURIComponent(PolicyDocument!)).to.equal(READ);
        expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).to.deep.equal(["rights"]);
        expect(await refused(iam.send(new DeleteRoleCommand({ RoleName })))).to.equal("DeleteConflictException 409");
        await iam.send(new DeleteRolePolicyCommand(named));
        await iam.send(new DeleteRoleCommand({ RoleName }));
        expect(await refusal(iam.send(new GetRoleCommand({ RoleName })))).to.include({
          name: "NoSuchEntityException",
          message: "The role with name transform cannot be found.",
        });
      }),
    );

    it(
      "attaches managed policies",
      at(door, async ({ clients: { iam } }) => {
        const RoleName = "transform";
        await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
        const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument: READ }));
        await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy!.Arn }));
        const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
        expect(AttachedPolicies).to.deep.equal([{ PolicyName: "read", PolicyArn: Policy!.Arn }]);
      }),
    );

    it(
      "keeps users",
      at(door, async ({ clients: { iam }, accountId }) => {
        const { User } = await iam.send(new CreateUserCommand({ UserName: "publisher" }));
        expect(User).to.include({ UserName: "publisher", Arn: `arn:aws:iam::${accountId}:user/publisher` });
        expect((await iam.send(new GetUserCommand({ UserName: "publisher" }))).User!.UserId).to.equal(User!.UserId);
        await iam.send(new DeleteUserCommand({ UserName: "publisher" }));
        expect(await refused(iam.send(new GetUserCommand({ UserName: "publisher" })))).to.equal(
          "NoSuchEntityException 404",
        );
      }),
    );

    it(
      "says what a policy would allow",
      at(door, async ({ clients: { iam } }) => {
        const { EvaluationResults } = await iam.send(
          new SimulateCustomPolicyCommand({
            PolicyInputList: [READ],
            ActionNames: ["s3:GetObject", "s3:PutObject"],
            ResourceArns: ["arn:aws:s3:::documents-lab/input/1.json"],
          }),
        );
        expect(
          EvaluationResults!.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
        ).to.deep.equal([
          ["s3:GetObject", "allowed"],
          ["s3:PutObject", "implicitDeny"],
        ]);
      }),
    );

    for (const [what, document] of [
      ["no JSON", "{"],
      ["an unknown effect", aPolicy({ Effect: "Maybe", Action: "s3:*", Resource: "*" })],
      ["no action", aPolicy({ Effect: "Allow", Resource: "*" })],
      ["a principal", aPolicy({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" })],
    ] as const) {
      it(
        `refuses a policy with ${what}`,
        at(door, async ({ clients: { iam } }) => {
          await iam.send(new CreateUserCommand({ UserName: "u" }));
          const put = new PutUserPolicyCommand({ UserName: "u", PolicyName: "p", PolicyDocument: document });
          expect(await refused(iam.send(put))).to.equal("MalformedPolicyDocumentException 400");
        }),
      );
    }
  });

  describe(`STS through the ${door.name}`, () => {
    it(
      "says who asks",
      at(door, async (world) => {
        const { iam, sts } = world.clients;
        expect(await sts.send(new GetCallerIdentityCommand({}))).to.include({
          Account: world.accountId,
          Arn: `arn:aws:iam::${world.accountId}:root`,
          UserId: world.accountId,
        });
        const { User } = await iam.send(new CreateUserCommand({ UserName: "publisher" }));
        const user = await world.clientsOfUser("publisher");
        // Nobody needs a right to ask who they are.
        expect(await user.sts.send(new GetCallerIdentityCommand({}))).to.include({
          Arn: User!.Arn,
          UserId: User!.UserId,
        });
      }),
    );

    it(
      "gives a role's credentials to whom the role trusts, and to nobody else",
      at(door, async (world) => {
        const { iam } = world.clients;
        const { User } = await iam.send(new CreateUserCommand({ UserName: "operator" }));
        const RoleArn = `arn:aws:iam::${world.accountId}:role/transform`;
        const assume = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
        await iam.send(
          new PutUserPolicyCommand({ UserName: "operator", PolicyName: "p", PolicyDocument: aPolicy(assume) }),
        );
        await iam.send(new CreateRoleCommand({ RoleName: "transform", AssumeRolePolicyDocument: TRUST }));
        const { sts } = await world.clientsOfUser("operator");
        const ask = () => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "visit" }));
        expect(await refused(ask())).to.equal("AccessDenied 403");
        await iam.send(
          new CreateRoleCommand({
            RoleName: "open",
            AssumeRolePolicyDocument: aPolicy({
              Effect: "Allow",
              Principal: { AWS: User!.Arn },
              Action: "sts:AssumeRole",
            }),
          }),
        );
        const open = { RoleArn: RoleArn.replace("transform", "open"), RoleSessionName: "visit" };
        const { Credentials, AssumedRoleUser } = await sts.send(new AssumeRoleCommand(open));
        expect(AssumedRoleUser!.Arn).to.equal(`arn:aws:sts::${world.accountId}:assumed-role/open/visit`);
        expect(Credentials!.AccessKeyId).to.match(/^ASIA/);
        expect(Credentials!.Expiration!.getTime()).to.be.within(world.now() + 3_500_000, world.now() + 3_600_000);
      }),
    );
  });
}
