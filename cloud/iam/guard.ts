import type { KnownPrincipal } from "./credentials.ts";
import { accessDenied } from "./denial.ts";
import { type Decision, evaluate, type NamedPolicy, type Policies } from "./evaluate.ts";
import { PolicyCache, parsePolicy } from "./policy.ts";
import type { Context, Principal } from "./request.ts";
import type { IamService } from "./service.ts";

/**
 * Stands at the gateway and at every link between services: gathers the policies that apply to a request, and the
 * circumstances every request has, and lets the evaluator decide. What is denied is recorded.
 */
export class Guard {
  readonly #iam: IamService;
  readonly #resourcePolicies = new PolicyCache();

  constructor(iam: IamService) {
    this.#iam = iam;
  }

  /** For requests of clients: throws AWS's error in the words of the service. */
  check(service: string, caller: GuardedCaller, need: GuardedNeed, resourcePolicy: string | undefined): void {
    const { secure, sourceIp, userAgent, principal } = caller;
    const context = {
      "aws:SecureTransport": String(secure),
      "aws:SourceIp": sourceIp,
      ...(userAgent !== undefined && { "aws:UserAgent": userAgent }),
      ...need.context,
    };
    const request = { principal, action: need.action, resource: need.resource, context };
    const decision = this.decide(request, resourcePolicy);
    if (decision.decision !== "allowed") throw accessDenied(service, request, decision);
  }

  /**
   * For deliveries from one service to another, which say no in their own ways. A service principal brings
   * `aws:SourceArn` and `aws:SourceAccount` in the context.
   */
  decide({ principal, action, resource, context = {} }: GuardedRequest, resourcePolicy: string | undefined): Decision {
    const ambient = (key: string) => this.#ambient(key, principal);
    const { identity, boundary, session } = this.#iam.policiesOf(principal);
    const policies = { identity, boundary, session, ...this.#onResource(action, resource, resourcePolicy) };
    const request = { principal, action, resource, context, ambient, resourceAccountId: this.#owner(resource) };
    const decision = evaluate(request, policies);
    if (decision.decision !== "allowed") this.#recordDenial(request, decision);
    return decision;
  }

  /** A role is assumed by its trust policy; a role that does not exist trusts nobody. */
  #onResource(action: string, resource: string, document: string | undefined): Policies {
    if (ON_ROLES.has(action)) return { trust: document === undefined ? TRUSTS_NOBODY : this.#named(document, "trust") };
    return document === undefined ? {} : { resource: this.#named(document, "resource", resource) };
  }

  #named(document: string, kind: "resource" | "trust", name: string = kind): NamedPolicy {
    return { name, policy: this.#resourcePolicies.get(document, kind) };
  }

  /** Keys that are in every request (IAM user guide, "AWS global condition context keys"), worked out when asked for. */
  #ambient(key: string, { issuedAt }: GuardedRequest["principal"]): string | undefined {
    switch (key) {
      case "aws:currenttime":
        return isoTime(this.#iam.now());
      case "aws:epochtime":
        return String(Math.floor(this.#iam.now() / 1000));
      case "aws:requestedregion":
        return this.#iam.place.region;
      case "aws:viaawsservice":
        return "false";
      case "aws:tokenissuetime":
        return issuedAt === undefined ? undefined : isoTime(issuedAt);
      default:
        return undefined;
    }
  }

  /** Everything in this cloud belongs to its account, buckets too, whose ARNs do not say so. */
  #owner(resource: string): string | undefined {
    return resource.startsWith("arn:aws:s3:::") ? this.#iam.place.accountId : undefined;
  }

  #recordDenial(
    { principal, action, resource }: Omit<GuardedRequest, "context">,
    { decision, deniedBy }: Decision,
  ): void {
    const name = principal.arn ?? principal.service ?? principal.kind;
    const explicit = decision === "explicitDeny";
    this.#iam.record({ kind: "AccessDenied", principal: name, action, resource, policyType: deniedBy!.type, explicit });
  }
}

export interface GuardedCaller {
  readonly principal: GuardedRequest["principal"];
  readonly sourceIp: string;
  readonly secure: boolean;
  readonly userAgent?: string | undefined;
}

export interface GuardedNeed {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context | undefined;
}

export interface GuardedRequest extends GuardedNeed {
  readonly principal: Principal & Pick<KnownPrincipal, "sessionPolicies" | "issuedAt">;
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString();
}

/** What is done to roles, and so is their trust policies' to allow. */
const ON_ROLES = new Set(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);

const TRUSTS_NOBODY: NamedPolicy = {
  name: "trust",
  policy: parsePolicy({ Statement: [{ Effect: "Deny", Principal: { AWS: [] }, Action: "sts:AssumeRole" }] }, "trust"),
};
