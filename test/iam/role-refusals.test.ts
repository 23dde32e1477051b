import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { aCloud, aDocument, lambdaTrust, refusal, trustFor } from "./a-cloud.ts";

const role = { RoleName: "transform", AssumeRolePolicyDocument: lambdaTrust };
const named = { RoleName: "transform" };

describe("IAM roles, asked for what cannot be,", () => {
  const allowAll = aDocument({ Effect: "Allow", Action: "*", Resource: "*" });
  const refusals: [name: string, command: object, code: string, status: number, message: string | RegExp][] = [
    [
      "a second role of a name",
      new CreateRoleCommand({ ...role, RoleName: "Transform" }),
      "EntityAlreadyExistsException",
      409,
      "Role with name Transform already exists.",
    ],
    [
      "a name with a space",
      new CreateRoleCommand({ ...role, RoleName: "a b" }),
      "ValidationError",
      400,
      /^The specified value for roleName is invalid\./,
    ],
    [
      "a name too long",
      new CreateRoleCommand({ ...role, RoleName: "a".repeat(65) }),
      "ValidationError",
      400,
      /failed to satisfy constraint: Member must have length less than or equal to 64$/,
    ],
    [
      "a session too long",
      new UpdateRoleCommand({ ...named, MaxSessionDuration: 43_201 }),
      "ValidationError",
      400,
      /^1 validation error detected: Value at 'maxSessionDuration'/,
    ],
    [
      "a trust policy with a resource",
      new UpdateAssumeRolePolicyCommand({ ...named, PolicyDocument: trustFor({ AWS: "*" }, { Resource: "*" }) }),
      "MalformedPolicyDocumentException",
      400,
      "Has prohibited field Resource",
    ],
    [
      "a trust policy too long",
      new UpdateAssumeRolePolicyCommand({
        ...named,
        PolicyDocument: trustFor({ AWS: "*" }, { Sid: "a".repeat(2048) }),
      }),
      "LimitExceededException",
      409,
      "Cannot exceed quota for ACLSizePerRole: 2048",
    ],
    [
      "a malformed inline policy",
      new PutRolePolicyCommand({ ...named, PolicyName: "p", PolicyDocument: "{}" }),
      "MalformedPolicyDocumentException",
      400,
      "Syntax errors in policy.",
    ],
    [
      "inline policies too long",
      new PutRolePolicyCommand({
        ...named,
        PolicyName: "p",
        PolicyDocument: aDocument({ Effect: "Allow", Action: "*", Resource: "*", Sid: "a".repeat(10_240) }),
      }),
      "LimitExceededException",
      409,
      "Maximum policy size of 10240 bytes exceeded for role transform",
    ],
    [
      "a role there is not",
      new GetRoleCommand({ RoleName: "nobody" }),
      "NoSuchEntityException",
      404,
      "The role with name nobody cannot be found.",
    ],
    [
      "an inline policy there is not",
      new GetRolePolicyCommand({ ...named, PolicyName: "none" }),
      "NoSuchEntityException",
      404,
      "The role policy with name none cannot be found.",
    ],
    [
      "a boundary there is not",
      new CreateRoleCommand({ ...role, RoleName: "other", PermissionsBoundary: "arn:aws:iam::aws:policy/None" }),
      "NoSuchEntityException",
      404,
      "Scope ARN: arn:aws:iam::aws:policy/None does not exist or is not attachable.",
    ],
    [
      "to delete a role with policies",
      new DeleteRoleCommand(named),
      "DeleteConflictException",
      409,
      "Cannot delete entity, must delete policies first.",
    ],
  ];
  for (const [name, command, code, status, message] of refusals) {
    it(`refuse ${name}`, () => {
      const { asRoot, run } = aCloud();
      return run(async () => {
        const { iam } = asRoot();
        await iam.send(new CreateRoleCommand(role));
        await iam.send(new PutRolePolicyCommand({ ...named, PolicyName: "all", PolicyDocument: allowAll }));
        const refused = await refusal(iam.send(command as GetRoleCommand));
        expect(refused).to.include({ code, status });
        if (typeof message === "string") expect(refused.message).to.equal(message);
        else expect(refused.message).to.match(message);
      });
    });
  }
});
