import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Output } from "../../kernel/house.ts";
import { checkEnum, constraint, invalidParameter } from "../errors.ts";
import type { LogGroup } from "../group.ts";
import { groupArnOf, groupNameOf } from "../names.ts";
import type { LogsService } from "../service.ts";
import { groupOf } from "./identifier.ts";
import { page } from "./page.ts";

/** The operations on log groups. */
export function groupOperations(logs: LogsService) {
  return {
    CreateLogGroup(input: Logs.CreateLogGroupCommandInput): Output<Logs.CreateLogGroupCommandOutput> {
      // Ours: AWS has it, with an operation to lift it that is not here.
      if (input.deletionProtectionEnabled) throw invalidParameter("Deletion protection is not served");
      const { kmsKeyId, logGroupClass, tags } = input;
      checkEnum(logGroupClass, "logGroupClass", CLASSES);
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

    ListLogGroups(input: Logs.ListLogGroupsCommandInput): Output<Logs.ListLogGroupsCommandOutput> {
      const { logGroupNamePattern: pattern, logGroupClass } = input;
      checkEnum(logGroupClass, "logGroupClass", CLASSES);
      const chosen = logs
        .groups()
        .filter((group) => matchesAny(group.name, pattern) && (!logGroupClass || classOf(group) === logGroupClass));
      const { items, next } = page(chosen, input, 1000);
      return { logGroups: items.map((group) => summary(group, logs)), ...next };
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

    AssociateKmsKey(input: Logs.AssociateKmsKeyCommandInput): Output<Logs.AssociateKmsKeyCommandOutput> {
      const group = logs.group(groupOf(input));
      group.options = { ...group.options, kmsKeyId: input.kmsKeyId };
      return {};
    },

    DisassociateKmsKey(input: Logs.DisassociateKmsKeyCommandInput): Output<Logs.DisassociateKmsKeyCommandOutput> {
      const group = logs.group(groupOf(input));
      group.options = { ...group.options, kmsKeyId: undefined };
      return {};
    },
  };
}

/** As the API reference of PutRetentionPolicy lists them. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"];

/** `^/aws/|prod`: names that begin with one or contain the other (ListLogGroups' API reference). */
function matchesAny(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true;
  return pattern
    .split("|")
    .some((part) => (part.startsWith("^") ? name.startsWith(part.slice(1)) : name.includes(part)));
}

function summary(group: LogGroup, { place }: LogsService): Logs.LogGroupSummary {
  const { name } = group;
  return { logGroupName: name, logGroupArn: groupArnOf(name, place), logGroupClass: classOf(group) };
}

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
    metricFilterCount: group.metricFilters.size,
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
