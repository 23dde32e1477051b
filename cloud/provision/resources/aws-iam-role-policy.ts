import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { ResourceType } from "../resource.ts";

export const rolePolicy: ResourceType = {
  arguments: { name: true, role: true, policy: true },
  async create({ name, role, policy }, { clients }) {
    await clients.iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: policy }));
    return { id: `${role}:${name}`, name, role };
  },
};
