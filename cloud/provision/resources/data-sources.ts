import type { Attributes, Context } from "../resource.ts";

/** The two data sources the stack may use: who and where it is. */
export const DATA_SOURCES: Readonly<Record<string, (context: Context) => Attributes>> = {
  aws_caller_identity: ({ accountId }) => ({ account_id: accountId, id: accountId }),
  aws_region: ({ region }) => ({ name: region, id: region }),
};
