/** What can happen in CloudWatch Logs. Single lines are no facts: there are too many, and they are kept as they are. */
export type LogsFact = { readonly kind: "LogGroupCreated" | "LogGroupDeleted"; readonly group: string };
