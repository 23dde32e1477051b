import { accountOf } from "./match.ts";
import type { Policy, Statement } from "./policy.ts";
import { AS_ACCOUNT, AS_CALLER, AS_ROLE, type Naming, NOT_NAMED } from "./principal.ts";
import { type AccessRequest, type Principal, RequestContext } from "./request.ts";

/**
 * Whether a request is allowed, in AWS's order (IAM user guide, "Policy evaluation logic"):
 *
 *     any Deny anywhere            -> explicitDeny
 *     SCPs without Allow           -> implicitDeny
 *     AWS service, anonymous       -> the resource policy decides alone
 *     root, same account           -> allowed
 *     resource policy names caller -> allowed                        same account only; a role's name or the
 *     identity policies            -> no Allow: implicitDeny         account's does not reach that far
 *     boundary, session policies   -> no Allow: implicitDeny
 *     another account's resource   -> its policy must allow as well
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const context = new RequestContext(request);
  const findings = new Findings(policies, context);
  const deniedBy = findings.firstDeny() ?? missingAllow(request, policies, findings);
  const decision = findings.denies.length > 0 ? "explicitDeny" : deniedBy ? "implicitDeny" : "allowed";
  const matched = decision === "allowed" ? findings.allows : findings.denies;
  return { decision, matched, deniedBy, missingContextValues: context.missing };
}

export interface Policies {
  /** On the user or role, its groups' included. */
  readonly identity?: readonly NamedPolicy[] | undefined;
  /** On the resource. */
  readonly resource?: NamedPolicy | undefined;
  /** Instead of `resource` when a role is assumed: it must allow, and identity policies alone never do. */
  readonly trust?: NamedPolicy | undefined;
  readonly boundary?: NamedPolicy | undefined;
  /** Absent or empty: no session policy was passed. */
  readonly session?: readonly NamedPolicy[] | undefined;
  /** Service control policies of the caller's organization; absent or empty: none. */
  readonly serviceControl?: readonly NamedPolicy[] | undefined;
}

export interface NamedPolicy {
  readonly name: string;
  /** Managed policies have one. */
  readonly arn?: string | undefined;
  readonly policy: Policy;
}

export type PolicyType = "serviceControl" | "resource" | "trust" | "identity" | "boundary" | "session";

export interface Decision {
  readonly decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** The statements that decided: the allowing ones, or the denying ones; none for an implicit deny. */
  readonly matched: readonly Match[];
  /** For denials: the type of policy that denies or lacks an Allow, and its ARN if it denies and has one. */
  readonly deniedBy: { readonly type: PolicyType; readonly arn?: string | undefined } | undefined;
  /** Condition keys that statements asked for and the request did not have. */
  readonly missingContextValues: readonly string[];
}

export interface Match {
  readonly type: PolicyType;
  readonly policy: string;
  readonly arn?: string | undefined;
  /** The statement's place in its document, from 0. */
  readonly statement: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
}

/** What the policies say, type by type: how strongly each type allows, and every statement that applies. */
class Findings {
  readonly allows: Match[] = [];
  readonly denies: Match[] = [];
  readonly serviceControl: Naming;
  readonly resource: Naming;
  readonly identity: Naming;
  readonly boundary: Naming;
  readonly session: Naming;

  constructor(policies: Policies, context: RequestContext) {
    const { serviceControl, resource, trust, identity, boundary, session } = policies;
    // SCPs bind principals of member accounts, and neither AWS's services nor strangers are that.
    this.serviceControl = isPerson(context.principal)
      ? this.#read("serviceControl", serviceControl, context)
      : AS_CALLER;
    this.resource = trust ? this.#readOne("trust", trust, context) : this.#readOne("resource", resource, context);
    this.identity = this.#read("identity", identity, context);
    this.boundary = this.#readOne("boundary", boundary, context);
    this.session = this.#read("session", session, context);
  }

  firstDeny(): Decision["deniedBy"] {
    const [first] = this.denies;
    return first && { type: first.type, arn: first.arn };
  }

  #read(type: PolicyType, policies: readonly NamedPolicy[] | undefined, context: RequestContext): Naming {
    let best: Naming = NOT_NAMED;
    if (policies) for (const policy of policies) best = Math.max(best, this.#readOne(type, policy, context)) as Naming;
    return best;
  }

  #readOne(type: PolicyType, source: NamedPolicy | undefined, context: RequestContext): Naming {
    let best: Naming = NOT_NAMED;
    if (!source) return best;
    for (const statement of source.policy.statements) {
      const naming = statement.applies(context);
      if (naming === NOT_NAMED) continue;
      if (statement.effect === "Deny") this.denies.push(matchOf(type, source, statement));
      else {
        this.allows.push(matchOf(type, source, statement));
        if (naming > best) best = naming;
      }
    }
    return best;
  }
}

function matchOf(type: PolicyType, { name, arn }: NamedPolicy, { index, sid, effect }: Statement): Match {
  return { type, policy: name, arn, statement: index, sid, effect };
}

/** The type of policy that would have to allow and does not; undefined when nothing is missing. */
function missingAllow(request: AccessRequest, policies: Policies, findings: Findings): Decision["deniedBy"] {
  const { principal } = request;
  const onResource: PolicyType = policies.trust ? "trust" : "resource";
  if (policies.serviceControl?.length && findings.serviceControl === NOT_NAMED) return { type: "serviceControl" };
  if (!isPerson(principal)) return findings.resource === NOT_NAMED ? { type: onResource } : undefined;
  const type = isOwn(request, principal)
    ? missingWithin(principal, policies, findings)
    : missingAcross(principal, policies, findings, onResource);
  return type && { type };
}

function missingWithin(principal: Principal, policies: Policies, findings: Findings): PolicyType | undefined {
  if (findings.resource === AS_CALLER) return undefined;
  if (policies.trust && findings.resource === NOT_NAMED) return "trust";
  if (principal.kind === "root") return undefined;
  if (findings.resource < AS_ROLE && findings.identity === NOT_NAMED) return "identity";
  return missingLimit(policies, findings);
}

/** The caller's account must allow as if the resource were its own, and the resource's account must allow the caller. */
function missingAcross(
  principal: Principal,
  policies: Policies,
  findings: Findings,
  onResource: PolicyType,
): PolicyType | undefined {
  if (principal.kind !== "root") {
    if (findings.identity === NOT_NAMED) return "identity";
    const limit = missingLimit(policies, findings);
    if (limit) return limit;
  }
  return findings.resource < AS_ACCOUNT ? onResource : undefined;
}

/** Boundaries and session policies allow nothing by themselves, but what they do not allow is denied. */
function missingLimit(policies: Policies, findings: Findings): PolicyType | undefined {
  if (policies.boundary && findings.boundary === NOT_NAMED) return "boundary";
  if (policies.session?.length && findings.session === NOT_NAMED) return "session";
  return undefined;
}

function isPerson({ kind }: Principal): boolean {
  return kind === "user" || kind === "role" || kind === "root";
}

/**
 * Whether the resource is of the caller's account. An ARN without an account (a bucket's) is taken for the caller's own,
 * and what belongs to `aws` (its managed policies) for everyone's.
 */
function isOwn({ resource, resourceAccountId }: AccessRequest, { accountId }: Principal): boolean {
  const owner = resourceAccountId ?? accountOf(resource);
  return owner === "" || owner === "aws" || owner === accountId;
}
