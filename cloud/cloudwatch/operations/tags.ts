import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import { resourceNotFound } from "../errors.ts";
import type { CloudWatchService, Tagged } from "../service.ts";
import { listed, tagsOf } from "../tags.ts";

/** The operations on the tags of alarms and dashboards. */
export function tagOperations(cloudwatch: CloudWatchService) {
  const tagged = (arn: string | undefined): Tagged => {
    const resource = cloudwatch.tagged(arn ?? "");
    if (!resource) throw resourceNotFound(arn ?? "");
    return resource;
  };
  return {
    TagResource({
      ResourceARN,
      Tags,
    }: CloudWatch.TagResourceCommandInput): Output<CloudWatch.TagResourceCommandOutput> {
      const resource = tagged(ResourceARN);
      resource.tags = new Map([...resource.tags, ...tagsOf(Tags)]);
      return {};
    },

    UntagResource(input: CloudWatch.UntagResourceCommandInput): Output<CloudWatch.UntagResourceCommandOutput> {
      const resource = tagged(input.ResourceARN);
      resource.tags = new Map([...resource.tags].filter(([key]) => !input.TagKeys?.includes(key)));
      return {};
    },

    ListTagsForResource(
      input: CloudWatch.ListTagsForResourceCommandInput,
    ): Output<CloudWatch.ListTagsForResourceCommandOutput> {
      return { Tags: listed(tagged(input.ResourceARN).tags) };
    },
  };
}
