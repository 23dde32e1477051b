import { AwsError } from "../kernel/errors.ts";
import type { Principal } from "./request.ts";

/**
 * The Principal and NotPrincipal elements of resource policies. It matters how a statement names a caller, because a
 * grant to a role or an account reaches less far than one to the very user or session that calls:
 *
 *     account (delegates: an identity policy must allow as well)
 *        < role (boundary and session policies still limit)
 *           < caller (the user, the session, the service, or everyone)
 */
export const NOT_NAMED = 0;
export const AS_ACCOUNT = 1;
export const AS_ROLE = 2;
export const AS_CALLER = 3;
export type Naming = typeof NOT_NAMED | typeof AS_ACCOUNT | typeof AS_ROLE | typeof AS_CALLER;

/** The element as it stands in the document: `"*"` or lists by kind. */
export type PrincipalElement = "*" | PrincipalLists;
export type PrincipalLists = Readonly<Partial<Record<(typeof PRINCIPAL_KINDS)[number], readonly string[]>>>;
export const PRINCIPAL_KINDS = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

export function compilePrincipal(element: PrincipalElement): (principal: Principal) => Naming {
  const lists = element === "*" ? { AWS: ["*"] } : element;
  const aws = new Set((lists.AWS ?? []).map(accountAsRoot));
  const services = new Set(lists.Service ?? []);
  const everyone = aws.has("*");
  return (principal) => {
    if (everyone) return AS_CALLER;
    if (principal.kind === "service")
      return services.has(principal.service!) || services.has("*") ? AS_CALLER : NOT_NAMED;
    if (principal.kind === "anonymous") return NOT_NAMED;
    if (aws.has(principal.arn!)) return AS_CALLER;
    if (principal.roleArn !== undefined && aws.has(principal.roleArn)) return AS_ROLE;
    return aws.has(rootOf(principal.accountId!)) ? AS_ACCOUNT : NOT_NAMED;
  };
}

/**
 * NotPrincipal. With Deny it spares a caller only if everything the caller is has been listed: user and account, or
 * session, role and account ("NotPrincipal with Deny" in the IAM user guide). With Allow it grants to nobody who is
 * listed in any form. Both readings are the strict ones.
 */
export function compileNotPrincipal(
  element: PrincipalElement,
  effect: "Allow" | "Deny",
): (principal: Principal) => Naming {
  const named = compilePrincipal(element);
  if (effect === "Allow") return (principal) => (named(principal) === NOT_NAMED ? AS_CALLER : NOT_NAMED);
  const aws = new Set(element === "*" ? ["*"] : (element.AWS ?? []).map(accountAsRoot));
  return (principal) => {
    if (aws.has("*")) return NOT_NAMED;
    if (principal.kind === "service" || principal.kind === "anonymous") return named(principal) ? NOT_NAMED : AS_CALLER;
    const faces = [principal.arn!, principal.roleArn, rootOf(principal.accountId!)];
    return faces.every((face) => face === undefined || aws.has(face)) ? NOT_NAMED : AS_CALLER;
  };
}

/** `123456789012` is short for the account's root ARN, and both mean the whole account. */
function accountAsRoot(name: string): string {
  return /^\d{12}$/.test(name) ? rootOf(name) : name;
}

function rootOf(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

/**
 * Checks what an `AWS` entry may be: everyone, an account, or an ARN of a user, role or session. A wildcard cannot be
 * part of a name.
 */
export function checkAwsPrincipal(name: string): void {
  if (name === "*" || /^\d{12}$/.test(name)) return;
  // A deleted user or role stays behind as its unique id.
  if (/^A(IDA|ROA)[A-Z0-9]+$/.test(name)) return;
  if (!/^arn:aws[a-z-]*:(iam|sts)::\d{12}:[^*?]+$/.test(name)) {
    throw new AwsError("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"${name}"`);
  }
}
