import { CreateLogGroupCommand, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { given, type ResourceType } from "../resource.ts";

export const logGroup: ResourceType = {
  arguments: { name: true, retention_in_days: true, tags: true },
  async create({ name, retention_in_days, tags }, { clients, region, accountId }) {
    await clients.logs.send(new CreateLogGroupCommand(given({ logGroupName: name, tags })));
    if (retention_in_days) {
      await clients.logs.send(
        new PutRetentionPolicyCommand({ logGroupName: name, retentionInDays: retention_in_days }),
      );
    }
    return { id: name, name, arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}` };
  },
};
