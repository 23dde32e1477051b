import type { KnownPrincipal } from "./credentials.ts";
import type { NamedPolicy } from "./evaluate.ts";
import { parsePolicy } from "./policy.ts";

/** The account's root: it has no policies, and may everything. */
export function rootPrincipal(accountId: string): KnownPrincipal {
  return { kind: "root", arn: `arn:aws:iam::${accountId}:root`, accountId, userId: accountId };
}

export const isRoot = (arn: string) => arn.endsWith(":root");

/** Root's rights as a policy, for those whom it lends them. */
export const ROOT_RIGHTS: readonly NamedPolicy[] = [
  {
    name: "root",
    policy: parsePolicy(
      { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      "identity",
    ),
  },
];
