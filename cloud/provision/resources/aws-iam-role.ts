import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { given, type ResourceType, tagList } from "../resource.ts";

export const role: ResourceType = {
  arguments: {
    name: true,
    assume_role_policy: true,
    description: true,
    path: true,
    max_session_duration: true,
    tags: true,
  },
  async create({ name, assume_role_policy, description, path, max_session_duration, tags }, { clients }) {
    const { Role } = await clients.iam.send(
      new CreateRoleCommand(
        given({
          RoleName: name,
          AssumeRolePolicyDocument: assume_role_policy,
          Description: description,
          Path: path,
          MaxSessionDuration: max_session_duration,
          Tags: tagList(tags),
        }),
      ),
    );
    return { id: name, name, arn: Role!.Arn, unique_id: Role!.RoleId };
  },
};
