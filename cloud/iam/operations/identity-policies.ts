import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import { noSuchInlinePolicy } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { IamService } from "../service.ts";
import { encoded, type PageInput, pageOf } from "../shapes.ts";

/** The operations on the policies of roles and users: inline ones, and managed ones attached. */
export function identityPolicyOperations(iam: IamService) {
  return {
    PutRolePolicy(input: Iam.PutRolePolicyCommandInput): Output<Iam.PutRolePolicyCommandOutput> {
      iam.putPolicy(iam.roles.get(input.RoleName!), input.PolicyName!, input.PolicyDocument!);
      return {};
    },

    GetRolePolicy(input: Iam.GetRolePolicyCommandInput): Output<Iam.GetRolePolicyCommandOutput> {
      const role = iam.roles.get(input.RoleName!);
      return { RoleName: role.name, ...inlinePolicy(role, input.PolicyName!) };
    },

    DeleteRolePolicy(input: Iam.DeleteRolePolicyCommandInput): Output<Iam.DeleteRolePolicyCommandOutput> {
      iam.deletePolicy(iam.roles.get(input.RoleName!), input.PolicyName!);
      return {};
    },

    ListRolePolicies(input: Iam.ListRolePoliciesCommandInput): Output<Iam.ListRolePoliciesCommandOutput> {
      return inlineNames(iam.roles.get(input.RoleName!), input);
    },

    AttachRolePolicy(input: Iam.AttachRolePolicyCommandInput): Output<Iam.AttachRolePolicyCommandOutput> {
      iam.attach(iam.roles.get(input.RoleName!), input.PolicyArn!);
      return {};
    },

    DetachRolePolicy(input: Iam.DetachRolePolicyCommandInput): Output<Iam.DetachRolePolicyCommandOutput> {
      iam.detach(iam.roles.get(input.RoleName!), input.PolicyArn!);
      return {};
    },

    ListAttachedRolePolicies(
      input: Iam.ListAttachedRolePoliciesCommandInput,
    ): Output<Iam.ListAttachedRolePoliciesCommandOutput> {
      return attachedPolicies(iam.roles.get(input.RoleName!), input);
    },

    PutUserPolicy(input: Iam.PutUserPolicyCommandInput): Output<Iam.PutUserPolicyCommandOutput> {
      iam.putPolicy(iam.users.get(input.UserName!), input.PolicyName!, input.PolicyDocument!);
      return {};
    },

    GetUserPolicy(input: Iam.GetUserPolicyCommandInput): Output<Iam.GetUserPolicyCommandOutput> {
      const user = iam.users.get(input.UserName!);
      return { UserName: user.name, ...inlinePolicy(user, input.PolicyName!) };
    },

    DeleteUserPolicy(input: Iam.DeleteUserPolicyCommandInput): Output<Iam.DeleteUserPolicyCommandOutput> {
      iam.deletePolicy(iam.users.get(input.UserName!), input.PolicyName!);
      return {};
    },

    ListUserPolicies(input: Iam.ListUserPoliciesCommandInput): Output<Iam.ListUserPoliciesCommandOutput> {
      return inlineNames(iam.users.get(input.UserName!), input);
    },

    AttachUserPolicy(input: Iam.AttachUserPolicyCommandInput): Output<Iam.AttachUserPolicyCommandOutput> {
      iam.attach(iam.users.get(input.UserName!), input.PolicyArn!);
      return {};
    },

    DetachUserPolicy(input: Iam.DetachUserPolicyCommandInput): Output<Iam.DetachUserPolicyCommandOutput> {
      iam.detach(iam.users.get(input.UserName!), input.PolicyArn!);
      return {};
    },

    ListAttachedUserPolicies(
      input: Iam.ListAttachedUserPoliciesCommandInput,
    ): Output<Iam.ListAttachedUserPoliciesCommandOutput> {
      return attachedPolicies(iam.users.get(input.UserName!), input);
    },
  };
}

function inlinePolicy(identity: Identity, name: string) {
  const document = identity.document(name);
  if (document === undefined) throw noSuchInlinePolicy(identity.kind, name);
  return { PolicyName: name, PolicyDocument: encoded(document) };
}

function inlineNames(identity: Identity, input: PageInput) {
  const { page, rest } = pageOf(identity.inlineNames(), input);
  return { PolicyNames: page, ...rest };
}

function attachedPolicies(identity: Identity, input: PageInput & { readonly PathPrefix?: string | undefined }) {
  const below = identity.attached().filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
  const { page, rest } = pageOf(below, input);
  return { AttachedPolicies: page.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...rest };
}
