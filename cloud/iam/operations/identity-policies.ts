import { noSuchInlinePolicy } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { type PageInput, pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import { encoded, shownAttached } from "../shapes.ts";

/** The operations on the policies of roles, users and groups: inline ones, and managed ones attached. */
export function identityPolicyOperations(iam: IamService) {
  const role = policiesOf(iam, "RoleName", ({ RoleName }) => iam.roles.get(RoleName!));
  const user = policiesOf(iam, "UserName", ({ UserName }) => iam.users.get(UserName!));
  const group = policiesOf(iam, "GroupName", ({ GroupName }) => iam.groups.get(GroupName!));
  return {
    PutRolePolicy: role.put,
    GetRolePolicy: role.get,
    DeleteRolePolicy: role.delete,
    ListRolePolicies: role.list,
    AttachRolePolicy: role.attach,
    DetachRolePolicy: role.detach,
    ListAttachedRolePolicies: role.listAttached,
    PutUserPolicy: user.put,
    GetUserPolicy: user.get,
    DeleteUserPolicy: user.delete,
    ListUserPolicies: user.list,
    AttachUserPolicy: user.attach,
    DetachUserPolicy: user.detach,
    ListAttachedUserPolicies: user.listAttached,
    PutGroupPolicy: group.put,
    GetGroupPolicy: group.get,
    DeleteGroupPolicy: group.delete,
    ListGroupPolicies: group.list,
    AttachGroupPolicy: group.attach,
    DetachGroupPolicy: group.detach,
    ListAttachedGroupPolicies: group.listAttached,
  };
}

/** The members of all these inputs; which of the names is there depends on the kind. */
interface PolicyInput extends PageInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly PolicyName?: string;
  readonly PolicyDocument?: string;
  readonly PolicyArn?: string;
  readonly PathPrefix?: string;
}

/** Seven operations, alike for each kind of identity but for the member that names it. */
function policiesOf(
  iam: IamService,
  nameMember: "RoleName" | "UserName" | "GroupName",
  identityOf: (input: PolicyInput) => Identity,
) {
  return {
    put(input: PolicyInput) {
      iam.putPolicy(identityOf(input), input.PolicyName!, input.PolicyDocument!);
      return {};
    },

    get(input: PolicyInput) {
      const identity = identityOf(input);
      const document = identity.document(input.PolicyName!);
      if (document === undefined) throw noSuchInlinePolicy(identity.kind, input.PolicyName!);
      return { [nameMember]: identity.name, PolicyName: input.PolicyName, PolicyDocument: encoded(document) };
    },

    delete(input: PolicyInput) {
      iam.deletePolicy(identityOf(input), input.PolicyName!);
      return {};
    },

    list(input: PolicyInput) {
      const { page, rest } = pageOf(identityOf(input).inlineNames(), input);
      return { PolicyNames: page, ...rest };
    },

    attach(input: PolicyInput) {
      iam.grants.attach(identityOf(input), input.PolicyArn!);
      return {};
    },

    detach(input: PolicyInput) {
      iam.grants.detach(identityOf(input), input.PolicyArn!);
      return {};
    },

    listAttached(input: PolicyInput) {
      const { page, rest } = pageOf(shownAttached(identityOf(input), input.PathPrefix), input);
      return { AttachedPolicies: page, ...rest };
    },
  };
}
