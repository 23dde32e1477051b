/** What can happen in STS. Caller, role and session by ARN. */
export type StsFact = {
  readonly kind: "RoleAssumed";
  readonly role: string;
  readonly session: string;
  readonly by: string;
};
