/**
 * What AddPermission of queues and topics writes into a resource policy: a list of one is written as its one item, and
 * accounts stand there as their root users. Recorded on AWS.
 */
export function statementFor(permission: Permission): Statement {
  return {
    Sid: permission.label,
    Effect: "Allow",
    Principal: { AWS: single(permission.accountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: single(permission.actions),
    Resource: permission.resource,
  };
}

export interface Permission {
  readonly label: string;
  readonly accountIds: readonly string[];
  /** With their service: `SQS:SendMessage`. */
  readonly actions: readonly string[];
  /** The ARN of what the policy is on. */
  readonly resource: string;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Resource: string;
}

function single(items: readonly string[]): string | readonly string[] {
  return items.length === 1 ? items[0]! : items;
}
