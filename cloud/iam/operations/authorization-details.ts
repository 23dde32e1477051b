import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import type { Group } from "../group.ts";
import type { Identity } from "../identity.ts";
import type { ManagedPolicy } from "../managed-policy.ts";
import { pageOf } from "../page.ts";
import type { Role } from "../role.ts";
import type { IamService } from "../service.ts";
import {
  encoded,
  shownAttached,
  shownBoundary,
  shownGroup,
  shownPolicy,
  shownProfile,
  shownRole,
  shownUser,
  shownVersion,
} from "../shapes.ts";
import { shownTags } from "../tags.ts";
import type { User } from "../user.ts";

/** The operation that shows everything at once. A page counts identities and policies together. */
export function authorizationDetailOperations(iam: IamService) {
  return {
    GetAccountAuthorizationDetails(
      input: Iam.GetAccountAuthorizationDetailsCommandInput,
    ): Output<Iam.GetAccountAuthorizationDetailsCommandOutput> {
      const wanted = (type: Iam.EntityType) => !input.Filter?.length || input.Filter.includes(type);
      const { page, rest } = pageOf(
        [
          ...(wanted("User") ? iam.users.all().map((user) => ({ user: userDetail(user) })) : []),
          ...(wanted("Group") ? iam.groups.all().map((group) => ({ group: groupDetail(group) })) : []),
          ...(wanted("Role") ? iam.roles.all().map((role) => ({ role: roleDetail(iam, role) })) : []),
          ...policiesWanted(iam, wanted).map((policy) => ({ policy: policyDetail(iam, policy) })),
        ] as Detail[],
        input,
      );
      return {
        UserDetailList: page.flatMap(({ user }) => user ?? []),
        GroupDetailList: page.flatMap(({ group }) => group ?? []),
        RoleDetailList: page.flatMap(({ role }) => role ?? []),
        Policies: page.flatMap(({ policy }) => policy ?? []),
        ...rest,
      };
    },
  };
}

interface Detail {
  readonly user?: Iam.UserDetail;
  readonly group?: Iam.GroupDetail;
  readonly role?: Iam.RoleDetail;
  readonly policy?: Iam.ManagedPolicyDetail;
}

/** Of AWS's own policies those are listed that are in use. */
function policiesWanted(iam: IamService, wanted: (type: Iam.EntityType) => boolean): readonly ManagedPolicy[] {
  const inUse = (policy: ManagedPolicy) => {
    const { attached, limited } = iam.grants.holdersOf(policy);
    return attached.length + limited.length > 0;
  };
  return [
    ...(wanted("LocalManagedPolicy") ? iam.managed.all("Local") : []),
    ...(wanted("AWSManagedPolicy") ? iam.managed.all("AWS").filter(inUse) : []),
  ];
}

/** A user without inline policies has no list of them; everybody else has an empty one. */
function userDetail(user: User): Iam.UserDetail {
  const inline = inlinePolicies(user);
  return {
    ...shownUser(user),
    ...(inline.length > 0 && { UserPolicyList: inline }),
    GroupList: [...user.groups].map(({ name }) => name),
    AttachedManagedPolicies: shownAttached(user),
    ...shownBoundary(user.boundary),
    Tags: shownTags(user.tags),
  };
}

function groupDetail(group: Group): Iam.GroupDetail {
  return {
    ...shownGroup(group),
    GroupPolicyList: inlinePolicies(group),
    AttachedManagedPolicies: shownAttached(group),
  };
}

function roleDetail(iam: IamService, role: Role): Iam.RoleDetail {
  return {
    ...shownRole(role),
    InstanceProfileList: iam.profiles.of(role).map(shownProfile),
    RolePolicyList: inlinePolicies(role),
    AttachedManagedPolicies: shownAttached(role),
    ...shownBoundary(role.boundary),
    Tags: shownTags(role.tags),
    RoleLastUsed: {},
  };
}

function policyDetail(iam: IamService, policy: ManagedPolicy): Iam.ManagedPolicyDetail {
  const versions = policy.versions().map((version) => shownVersion(version, policy, true));
  return { ...shownPolicy(policy, iam), PolicyVersionList: versions };
}

function inlinePolicies(identity: Identity): Iam.PolicyDetail[] {
  return identity.inlineNames().map((name) => ({
    PolicyName: name,
    PolicyDocument: encoded(identity.document(name)!),
  }));
}
