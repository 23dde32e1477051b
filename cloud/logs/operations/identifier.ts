import { constraintOnNull, nameAndIdentifier } from "../errors.ts";
import { groupNameOf } from "../names.ts";

/** The group that a request is about, by its name or by its name or ARN; one of the two, and not both. */
export function groupOf(input: {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}): string {
  const { logGroupName, logGroupIdentifier } = input;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) throw nameAndIdentifier();
  const identifier = logGroupName ?? logGroupIdentifier;
  if (identifier === undefined) throw constraintOnNull("logGroupName");
  return groupNameOf(identifier);
}
