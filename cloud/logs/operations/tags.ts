import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Output } from "../../kernel/house.ts";
import { groupNameOf } from "../names.ts";
import type { LogsService } from "../service.ts";

/** The operations on the tags of log groups: by ARN, and the older ones by name. */
export function tagOperations(logs: LogsService) {
  const tag = (group: string, tags: Readonly<Record<string, string>> = {}) => {
    Object.assign(logs.group(group).tags, tags);
    return {};
  };
  const untag = (group: string, keys: readonly string[] = []) => {
    const { tags } = logs.group(group);
    for (const key of keys) delete tags[key];
    return {};
  };
  return {
    TagResource: (input: Logs.TagResourceCommandInput): Output<Logs.TagResourceCommandOutput> =>
      tag(groupNameOf(input.resourceArn!), input.tags),

    UntagResource: (input: Logs.UntagResourceCommandInput): Output<Logs.UntagResourceCommandOutput> =>
      untag(groupNameOf(input.resourceArn!), input.tagKeys),

    ListTagsForResource(input: Logs.ListTagsForResourceCommandInput): Output<Logs.ListTagsForResourceCommandOutput> {
      return { tags: { ...logs.group(groupNameOf(input.resourceArn!)).tags } };
    },

    TagLogGroup: (input: Logs.TagLogGroupCommandInput): Output<Logs.TagLogGroupCommandOutput> =>
      tag(input.logGroupName!, input.tags),

    UntagLogGroup: (input: Logs.UntagLogGroupCommandInput): Output<Logs.UntagLogGroupCommandOutput> =>
      untag(input.logGroupName!, input.tags),

    ListTagsLogGroup(input: Logs.ListTagsLogGroupCommandInput): Output<Logs.ListTagsLogGroupCommandOutput> {
      return { tags: { ...logs.group(input.logGroupName!).tags } };
    },
  };
}
