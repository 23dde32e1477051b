import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { ResourceType } from "../resource.ts";

export const bucketPolicy: ResourceType = {
  arguments: { bucket: true, policy: true },
  async create({ bucket, policy }, { clients }) {
    await clients.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
    return { id: bucket };
  },
};
