import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { given, type ResourceType, tagList } from "../resource.ts";

export const parameter: ResourceType = {
  arguments: { name: true, type: true, value: true, description: true, tier: true, tags: true },
  async create({ name, type, value, description, tier, tags }, { clients, region, accountId }) {
    await clients.ssm.send(
      new PutParameterCommand(
        given({ Name: name, Type: type, Value: value, Description: description, Tier: tier, Tags: tagList(tags) }),
      ),
    );
    const path = name.startsWith("/") ? name : `/${name}`;
    return { id: name, name, arn: `arn:aws:ssm:${region}:${accountId}:parameter${path}` };
  },
};
