import { type MetricsFilter, PutBucketMetricsConfigurationCommand } from "@aws-sdk/client-s3";
import { given, only, type ResourceType, tagList } from "../resource.ts";

export const bucketMetric: ResourceType = {
  arguments: { bucket: true, name: true, filter: { prefix: true, tags: true } },
  async create({ bucket, name, filter }, { clients }) {
    const Filter = filter && filterOf(only(filter));
    const MetricsConfiguration = given({ Id: name as string, Filter });
    await clients.s3.send(new PutBucketMetricsConfigurationCommand({ Bucket: bucket, Id: name, MetricsConfiguration }));
    return { id: `${bucket}:${name}`, name };
  },
};

/** One condition stands alone; several stand in an `And`. */
function filterOf({ prefix, tags }: { prefix?: string; tags?: Record<string, string> }): MetricsFilter {
  const list = tagList(tags);
  if (list.length === 0) return { Prefix: prefix ?? "" };
  if (prefix === undefined && list.length === 1) return { Tag: list[0]! };
  return { And: given({ Prefix: prefix, Tags: list }) };
}
