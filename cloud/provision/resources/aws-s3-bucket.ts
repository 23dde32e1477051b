import { CreateBucketCommand, PutBucketTaggingCommand } from "@aws-sdk/client-s3";
import { type ResourceType, tagList } from "../resource.ts";

export const bucket: ResourceType = {
  // `force_destroy` is Terraform's own: it says what a destroy may delete, and no call carries it.
  arguments: { bucket: true, force_destroy: true, tags: true },
  async create({ bucket: name, tags }, { clients }) {
    await clients.s3.send(new CreateBucketCommand({ Bucket: name }));
    if (tags) await clients.s3.send(new PutBucketTaggingCommand({ Bucket: name, Tagging: { TagSet: tagList(tags) } }));
    return { id: name, bucket: name, arn: `arn:aws:s3:::${name}` };
  },
};
