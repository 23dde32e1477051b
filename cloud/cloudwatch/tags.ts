import type { Tag } from "@aws-sdk/client-cloudwatch";

/** Tags as CloudWatch lists them: by key, in the order they were given. */
export function tagsOf(list: readonly Tag[] | undefined): Map<string, string> {
  return new Map((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

export function listed(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
