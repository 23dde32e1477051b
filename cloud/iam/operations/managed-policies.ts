import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import type { Group } from "../group.ts";
import type { Identity } from "../identity.ts";
import { pageOf } from "../page.ts";
import type { Role } from "../role.ts";
import type { IamService } from "../service.ts";
import { shownPolicy, shownVersion } from "../shapes.ts";
import { readTags, shownTags } from "../tags.ts";
import type { User } from "../user.ts";

/** The operations on managed policies and their versions. */
export function managedPolicyOperations(iam: IamService) {
  return {
    CreatePolicy(input: Iam.CreatePolicyCommandInput): Output<Iam.CreatePolicyCommandOutput> {
      const { PolicyName, Path, Description, PolicyDocument, Tags } = input;
      const names = { name: PolicyName!, path: Path, description: Description };
      const policy = iam.createPolicy({ ...names, document: PolicyDocument!, tags: readTags(Tags, "policy") });
      const shown = shownPolicy(policy, iam);
      return { Policy: { ...shown, ...(policy.tags.size > 0 && { Tags: shownTags(policy.tags) }) } };
    },

    GetPolicy(input: Iam.GetPolicyCommandInput): Output<Iam.GetPolicyCommandOutput> {
      return { Policy: shownPolicy(iam.managed.get(input.PolicyArn!), iam, true) };
    },

    ListPolicies(input: Iam.ListPoliciesCommandInput): Output<Iam.ListPoliciesCommandOutput> {
      const scope = iam.managed.all(input.Scope ?? "All");
      const below = scope.filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
      const used = below.map((policy) => shownPolicy(policy, iam)).filter((policy) => isUsed(policy, input));
      const { page, rest } = pageOf(used, input);
      return { Policies: page, ...rest };
    },

    DeletePolicy(input: Iam.DeletePolicyCommandInput): Output<Iam.DeletePolicyCommandOutput> {
      iam.removePolicy(input.PolicyArn!);
      return {};
    },

    CreatePolicyVersion(input: Iam.CreatePolicyVersionCommandInput): Output<Iam.CreatePolicyVersionCommandOutput> {
      const { PolicyArn, PolicyDocument, SetAsDefault = false } = input;
      const version = iam.managed.createVersion(iam.now(), PolicyArn!, PolicyDocument!, SetAsDefault);
      iam.record({ kind: "PolicyVersionChanged", policy: PolicyArn! });
      return { PolicyVersion: shownVersion(version, iam.managed.get(PolicyArn!)) };
    },

    SetDefaultPolicyVersion(
      input: Iam.SetDefaultPolicyVersionCommandInput,
    ): Output<Iam.SetDefaultPolicyVersionCommandOutput> {
      iam.managed.setDefault(input.PolicyArn!, input.VersionId!);
      iam.record({ kind: "PolicyVersionChanged", policy: input.PolicyArn! });
      return {};
    },

    GetPolicyVersion(input: Iam.GetPolicyVersionCommandInput): Output<Iam.GetPolicyVersionCommandOutput> {
      const version = iam.managed.version(input.PolicyArn!, input.VersionId!);
      return { PolicyVersion: shownVersion(version, iam.managed.get(input.PolicyArn!), true) };
    },

    ListPolicyVersions(input: Iam.ListPolicyVersionsCommandInput): Output<Iam.ListPolicyVersionsCommandOutput> {
      const policy = iam.managed.get(input.PolicyArn!);
      const { page, rest } = pageOf(policy.versions(), input);
      return { Versions: page.map((version) => shownVersion(version, policy)), ...rest };
    },

    DeletePolicyVersion(input: Iam.DeletePolicyVersionCommandInput): Output<Iam.DeletePolicyVersionCommandOutput> {
      iam.managed.deleteVersion(input.PolicyArn!, input.VersionId!);
      iam.record({ kind: "PolicyVersionChanged", policy: input.PolicyArn! });
      return {};
    },

    /** A page counts groups, users and roles together. */
    ListEntitiesForPolicy(
      input: Iam.ListEntitiesForPolicyCommandInput,
    ): Output<Iam.ListEntitiesForPolicyCommandOutput> {
      const { page, rest } = pageOf(holders(iam, input), input);
      return {
        PolicyGroups: page.filter(isGroup).map(({ name, id }) => ({ GroupName: name, GroupId: id })),
        PolicyUsers: page.filter(isUser).map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyRoles: page.filter(isRole).map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        ...rest,
      };
    },
  };
}

const isGroup = (identity: Identity): identity is Group => identity.kind === "group";
const isUser = (identity: Identity): identity is User => identity.kind === "user";
const isRole = (identity: Identity): identity is Role => identity.kind === "role";

function holders(iam: IamService, input: Iam.ListEntitiesForPolicyCommandInput): readonly Identity[] {
  const { EntityFilter, PathPrefix = "/", PolicyUsageFilter } = input;
  const { attached, limited } = iam.grants.holdersOf(iam.grants.attachable(input.PolicyArn!));
  const all = new Set([
    ...(PolicyUsageFilter === "PermissionsBoundary" ? [] : attached),
    ...(PolicyUsageFilter === "PermissionsPolicy" ? [] : limited),
  ]);
  const wanted = ({ kind, path }: Identity) =>
    path.startsWith(PathPrefix) && (EntityFilter === undefined || EntityFilter.toLowerCase() === kind);
  return [...all].filter(wanted);
}

function isUsed(policy: Iam.Policy, { OnlyAttached, PolicyUsageFilter }: Iam.ListPoliciesCommandInput): boolean {
  if (PolicyUsageFilter === "PermissionsBoundary") return policy.PermissionsBoundaryUsageCount! > 0;
  return !OnlyAttached || policy.AttachmentCount! > 0;
}
