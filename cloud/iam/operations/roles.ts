import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import type { IamService } from "../service.ts";
import { pageOf, readTags, shownRole, shownTags } from "../shapes.ts";

/** The operations on roles themselves. */
export function roleOperations(iam: IamService) {
  return {
    CreateRole(input: Iam.CreateRoleCommandInput): Output<Iam.CreateRoleCommandOutput> {
      const role = iam.createRole({
        name: input.RoleName!,
        trust: input.AssumeRolePolicyDocument!,
        path: input.Path,
        description: input.Description,
        maxSessionSeconds: input.MaxSessionDuration,
        boundaryArn: input.PermissionsBoundary,
        tags: readTags(input.Tags),
      });
      return { Role: shownRole(role, true) };
    },

    GetRole(input: Iam.GetRoleCommandInput): Output<Iam.GetRoleCommandOutput> {
      return { Role: shownRole(iam.roles.get(input.RoleName!), true) };
    },

    ListRoles(input: Iam.ListRolesCommandInput): Output<Iam.ListRolesCommandOutput> {
      const below = iam.roles.all().filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
      const { page, rest } = pageOf(below, input);
      return { Roles: page.map((role) => shownRole(role)), ...rest };
    },

    UpdateRole(input: Iam.UpdateRoleCommandInput): Output<Iam.UpdateRoleCommandOutput> {
      iam.updateRole(input.RoleName!, { description: input.Description, maxSessionSeconds: input.MaxSessionDuration });
      return {};
    },

    UpdateRoleDescription(
      input: Iam.UpdateRoleDescriptionCommandInput,
    ): Output<Iam.UpdateRoleDescriptionCommandOutput> {
      return { Role: shownRole(iam.updateRole(input.RoleName!, { description: input.Description })) };
    },

    UpdateAssumeRolePolicy(
      input: Iam.UpdateAssumeRolePolicyCommandInput,
    ): Output<Iam.UpdateAssumeRolePolicyCommandOutput> {
      iam.setTrust(input.RoleName!, input.PolicyDocument!);
      return {};
    },

    DeleteRole(input: Iam.DeleteRoleCommandInput): Output<Iam.DeleteRoleCommandOutput> {
      iam.removeRole(input.RoleName!);
      return {};
    },

    TagRole(input: Iam.TagRoleCommandInput): Output<Iam.TagRoleCommandOutput> {
      const { tags } = iam.roles.get(input.RoleName!);
      for (const [key, value] of Object.entries(readTags(input.Tags))) tags.set(key, value);
      return {};
    },

    UntagRole(input: Iam.UntagRoleCommandInput): Output<Iam.UntagRoleCommandOutput> {
      const { tags } = iam.roles.get(input.RoleName!);
      for (const key of input.TagKeys!) tags.delete(key);
      return {};
    },

    ListRoleTags(input: Iam.ListRoleTagsCommandInput): Output<Iam.ListRoleTagsCommandOutput> {
      const { page, rest } = pageOf(shownTags(iam.roles.get(input.RoleName!).tags), input);
      return { Tags: page, ...rest };
    },

    /** There is no EC2 here, so no role is in an instance profile. */
    ListInstanceProfilesForRole(
      input: Iam.ListInstanceProfilesForRoleCommandInput,
    ): Output<Iam.ListInstanceProfilesForRoleCommandOutput> {
      iam.roles.get(input.RoleName!);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  };
}
