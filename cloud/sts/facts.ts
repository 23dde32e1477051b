/** What can happen in STS. Callers, roles, users and sessions by ARN. */
export type StsFact =
  | { readonly kind: "RoleAssumed"; readonly role: string; readonly session: string; readonly by: string }
  | { readonly kind: "SessionTokenIssued"; readonly to: string }
  | { readonly kind: "UserFederated"; readonly user: string; readonly by: string };
