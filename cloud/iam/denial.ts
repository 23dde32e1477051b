import { AwsError } from "../kernel/errors.ts";
import type { Decision, PolicyType } from "./evaluate.ts";
import type { AccessRequest } from "./request.ts";

/**
 * How AWS says no (IAM user guide, "Troubleshoot access denied error messages"; the policy ARN after an explicit deny
 * came in 2026):
 *
 *     User: ARN is not authorized to perform: ACTION on resource: ARN because no TYPE policy allows the ACTION action
 *     User: ARN is not authorized to perform: ACTION on resource: ARN with an explicit deny in a TYPE policy
 */
export function accessDeniedMessage(request: AccessRequest, decision: Decision, style: DenialStyle = {}): string {
  const action = style.action?.(request.action) ?? request.action;
  const resource = style.quotesResource ? `"${request.resource}"` : request.resource;
  const where = request.resource === "*" && !style.namesEverything ? "" : ` on resource: ${resource}`;
  return `User: ${callerOf(request)} is not authorized to perform: ${action}${where} ${reason(decision, action)}`;
}

/** What services do in their own way. */
export interface DenialStyle {
  /** How the service spells its actions here: SQS in small letters, SNS with a capital `SNS`. */
  readonly action?: (action: string) => string;
  /** S3 puts the ARN in quotation marks. */
  readonly quotesResource?: boolean;
  /** IAM and Lambda say `on resource: *` where others say nothing. */
  readonly namesEverything?: boolean;
}

interface Denial extends DenialStyle {
  readonly code: string;
  readonly status: number;
}

/**
 * The error a service answers when the evaluator denies; `service` is the prefix of its actions. S3 explains itself to
 * signed callers only.
 */
export function accessDenied(service: string, request: AccessRequest, decision: Decision): AwsError {
  const denial = DENIALS[service] ?? { code: "AccessDeniedException", status: 400 };
  if (service === "s3" && request.principal.kind === "anonymous")
    return new AwsError(denial.code, "Access Denied", denial.status);
  return new AwsError(denial.code, accessDeniedMessage(request, decision, denial), denial.status);
}

/**
 * Codes and spellings as callers report them: `AuthorizationError` is SNS's in its model, `sqs:sendmessage` is what
 * SQS prints. Services with JSON protocols answer 400 unless they are listed.
 */
const DENIALS: Readonly<Record<string, Denial>> = {
  s3: { code: "AccessDenied", status: 403, quotesResource: true },
  sqs: { code: "AccessDenied", status: 403, action: (action) => action.toLowerCase() },
  sns: { code: "AuthorizationError", status: 403, action: (action) => action.replace(/^sns:/i, "SNS:") },
  lambda: { code: "AccessDeniedException", status: 403, namesEverything: true },
  iam: { code: "AccessDenied", status: 403, namesEverything: true },
  sts: { code: "AccessDenied", status: 403 },
  cloudwatch: { code: "AccessDenied", status: 403 },
};

function callerOf({ principal }: AccessRequest): string {
  return principal.arn ?? principal.service ?? principal.kind;
}

/** The policy's noun with its article: `an identity-based policy`, and `no identity-based policy`. */
const NOUNS: Readonly<Record<PolicyType, { readonly one: string; readonly none: string }>> = {
  identity: { one: "an identity-based policy", none: "no identity-based policy" },
  resource: { one: "a resource-based policy", none: "no resource-based policy" },
  boundary: { one: "a permissions boundary", none: "no permissions boundary" },
  session: { one: "a session policy", none: "no session policy" },
  serviceControl: { one: "a service control policy", none: "no service control policy" },
  trust: { one: "the role trust policy", none: "no role trust policy" },
};

function reason({ decision, deniedBy }: Decision, action: string): string {
  const nouns = NOUNS[deniedBy?.type ?? "identity"];
  if (decision !== "explicitDeny") return `because ${nouns.none} allows the ${action} action`;
  const arn = deniedBy?.arn ? `, with policy ARN: ${deniedBy.arn}` : "";
  return `with an explicit deny in ${nouns.one}${arn}`;
}
