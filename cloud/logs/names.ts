import type { Place } from "../kernel/house.ts";
import { constraint, invalidParameter } from "./errors.ts";

/**
 * Names of log groups and streams, and the three ARNs that AWS makes of a group's:
 *
 *     ...:log-group:NAME                     in tags and identifiers
 *     ...:log-group:NAME:*                   in DescribeLogGroups, and in policies people write
 *     ...:log-group:NAME:log-stream:STREAM   what policies are checked against; STREAM is empty for the group itself
 */
export function groupArnOf(group: string, { region, accountId }: Place): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
}

/** What IAM checks, as AWS's refusals name it. */
export function checkedArnOf(group: string, stream: string, place: Place): string {
  return `${groupArnOf(group, place)}:log-stream:${stream}`;
}

/** The group's name out of its name or one of its ARNs. */
export function groupNameOf(identifier: string): string {
  return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]*)/.exec(identifier)?.[1] ?? identifier;
}

export function checkGroupName(name: string): void {
  checkLength(name, "logGroupName");
  if (!/^[.\-_/#A-Za-z0-9]+$/.test(name)) {
    throw constraint(name, "logGroupName", "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
  }
  if (/^aws\//i.test(name)) throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
}

export function checkStreamName(name: string): void {
  checkLength(name, "logStreamName");
  if (/[:*]/.test(name)) throw constraint(name, "logStreamName", "satisfy regular expression pattern: [^:*]*");
}

function checkLength(name: string, member: string): void {
  if (name === "") throw constraint(name, member, "have length greater than or equal to 1");
  checkNameLength(name);
}

export function checkNameLength(name: string): void {
  if (name.length > 512) {
    throw invalidParameter("Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
  }
}
