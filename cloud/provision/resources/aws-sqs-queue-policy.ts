import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { ResourceType } from "../resource.ts";

export const queuePolicy: ResourceType = {
  arguments: { queue_url: true, policy: true },
  async create({ queue_url, policy }, { clients }) {
    await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue_url, Attributes: { Policy: policy } }));
    return { id: queue_url };
  },
};
