import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Output } from "../../kernel/house.ts";
import { constraint, invalidParameter } from "../errors.ts";
import type { LogGroup } from "../group.ts";
import { groupArnOf, groupNameOf } from "../names.ts";
import type { LogsService } from "../service.ts";
import { page } from "./page.ts";

/** The operations on log groups and their tags. */
export function groupOperations(logs: LogsService) {
  return {
    CreateLogGroup(input: Logs.CreateLogGroupCommandInput): Output<Logs.CreateLogGroupCommandOutput> {
      // Ours: AWS has it, with an operation to lift it that is not here.
      if (input.deletionProtectionEnabled) throw invalidParameter("Deletion protection is not served");
      const { kmsKeyId, logGroupClass, tags } = input;
      logs.create(input.logGroupName!, { ...tags }, { kmsKeyId, logGroupClass });
      return {};
    },

    DeleteLogGroup(input: Logs.DeleteLogGroupCommandInput): Output<Logs.DeleteLogGroupCommandOutput> {
      logs.remove(input.logGroupName!);
      return {};
    },

    DescribeLogGroups(input: Logs.DescribeLogGroupsCommandInput): Output<Logs.DescribeLogGroupsCommandOutput> {
      const { logGroupNamePrefix, logGroupNamePattern, logGroupIdentifiers, logGroupClass } = input;
      if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
        throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
      }
      const named = logGroupIdentifiers && new Set(logGroupIdentifiers.map(groupNameOf));
      const chosen = logs
        .groups()
        .filter(
          (group) =>
            group.name.startsWith(logGroupNamePrefix ?? "") &&
            group.name.includes(logGroupNamePattern ?? "") &&
            (!named || named.has(group.name)) &&
            (!logGroupClass || classOf(group) === logGroupClass),
        );
      const { items, next } = page(chosen, input);
      const brief = logGroupNamePattern !== undefined;
      return { logGroups: items.map((group) => (brief ? briefly(group, logs) : inFull(group, logs))), ...next };
    },

    PutRetentionPolicy(input: Logs.PutRetentionPolicyCommandInput): Output<Logs.PutRetentionPolicyCommandOutput> {
      const days = input.retentionInDays!;
      if (!RETENTIONS.includes(days)) {
        throw constraint(days, "retentionInDays", `satisfy enum value set: [${RETENTIONS.join(", ")}]`);
      }
      logs.group(input.logGroupName!).retentionInDays = days;
      return {};
    },

    DeleteRetentionPolicy(
      input: Logs.DeleteRetentionPolicyCommandInput,
    ): Output<Logs.DeleteRetentionPolicyCommandOutput> {
      logs.group(input.logGroupName!).retentionInDays = undefined;
      return {};
    },

    TagResource(input: Logs.TagResourceCommandInput): Output<Logs.TagResourceCommandOutput> {
      Object.assign(logs.group(groupNameOf(input.resourceArn!)).tags, input.tags);
      return {};
    },

    UntagResource(input: Logs.UntagResourceCommandInput): Output<Logs.UntagResourceCommandOutput> {
      const { tags } = logs.group(groupNameOf(input.resourceArn!));
      for (const key of input.tagKeys ?? []) delete tags[key];
      return {};
    },

    ListTagsForResource(input: Logs.ListTagsForResourceCommandInput): Output<Logs.ListTagsForResourceCommandOutput> {
      return { tags: { ...logs.group(groupNameOf(input.resourceArn!)).tags } };
    },
  };
}

/** As the API reference of PutRetentionPolicy lists them. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function classOf({ options }: LogGroup): Logs.LogGroupClass {
  return (options.logGroupClass ?? "STANDARD") as Logs.LogGroupClass;
}

/** What a search by pattern shows. */
function briefly(group: LogGroup, { place }: LogsService): Logs.LogGroup {
  const arn = groupArnOf(group.name, place);
  return {
    arn: `${arn}:*`,
    creationTime: group.createdAt,
    logGroupArn: arn,
    logGroupClass: classOf(group),
    logGroupName: group.name,
    metricFilterCount: 0,
  };
}

function inFull(group: LogGroup, logs: LogsService): Logs.LogGroup {
  const { retentionInDays, options, log } = group;
  return {
    ...briefly(group, logs),
    deletionProtectionEnabled: false,
    storedBytes: log.bytes,
    ...(retentionInDays !== undefined && { retentionInDays }),
    ...(options.kmsKeyId !== undefined && { kmsKeyId: options.kmsKeyId }),
  };
}
