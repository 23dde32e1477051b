import { PutPublicAccessBlockCommand } from "@aws-sdk/client-s3";
import type { ResourceType } from "../resource.ts";

export const publicAccessBlock: ResourceType = {
  arguments: {
    bucket: true,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
  async create({ bucket, ...blocks }, { clients }) {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: blocks.block_public_acls ?? false,
      BlockPublicPolicy: blocks.block_public_policy ?? false,
      IgnorePublicAcls: blocks.ignore_public_acls ?? false,
      RestrictPublicBuckets: blocks.restrict_public_buckets ?? false,
    };
    await clients.s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration }));
    return { id: bucket };
  },
};
