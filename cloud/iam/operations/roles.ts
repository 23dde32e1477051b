import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import { pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import { createdRole, describedRole, detailedRole, listedRole } from "../shapes.ts";
import { readTags } from "../tags.ts";

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
        tags: readTags(input.Tags, "role"),
      });
      return { Role: createdRole(role) };
    },

    GetRole(input: Iam.GetRoleCommandInput): Output<Iam.GetRoleCommandOutput> {
      return { Role: detailedRole(iam.roles.get(input.RoleName!)) };
    },

    ListRoles(input: Iam.ListRolesCommandInput): Output<Iam.ListRolesCommandOutput> {
      const { page, rest } = pageOf(iam.roles.all(input.PathPrefix), input);
      return { Roles: page.map(listedRole), ...rest };
    },

    UpdateRole(input: Iam.UpdateRoleCommandInput): Output<Iam.UpdateRoleCommandOutput> {
      iam.updateRole(input.RoleName!, { description: input.Description, maxSessionSeconds: input.MaxSessionDuration });
      return {};
    },

    UpdateRoleDescription(
      input: Iam.UpdateRoleDescriptionCommandInput,
    ): Output<Iam.UpdateRoleDescriptionCommandOutput> {
      return { Role: describedRole(iam.updateRole(input.RoleName!, { description: input.Description })) };
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

    PutRolePermissionsBoundary(
      input: Iam.PutRolePermissionsBoundaryCommandInput,
    ): Output<Iam.PutRolePermissionsBoundaryCommandOutput> {
      iam.grants.setBoundary(iam.roles.get(input.RoleName!), input.PermissionsBoundary);
      return {};
    },

    DeleteRolePermissionsBoundary(
      input: Iam.DeleteRolePermissionsBoundaryCommandInput,
    ): Output<Iam.DeleteRolePermissionsBoundaryCommandOutput> {
      iam.grants.setBoundary(iam.roles.get(input.RoleName!), undefined);
      return {};
    },
  };
}
