import type { Place } from "../kernel/house.ts";
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
  #time: { readonly now: number; readonly context: Context } | undefined;

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
  decide(request: GuardedRequest, resourcePolicy: string | undefined): Decision {
    const { principal, action, resource } = request;
    const context = { ...this.#circumstances(principal), ...request.context };
    const policies = { ...this.#iam.policiesOf(principal), ...this.#onResource(action, resource, resourcePolicy) };
    const decision = evaluate(
      { principal, action, resource, context, resourceAccountId: this.#owner(resource) },
      policies,
    );
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

  /** Keys that are in every request (IAM user guide, "AWS global condition context keys"). */
  #circumstances(principal: GuardedRequest["principal"]): Context {
    const { issuedAt } = principal;
    return issuedAt === undefined ? this.#clock() : { ...this.#clock(), "aws:TokenIssueTime": isoTime(issuedAt) };
  }

  /** Many requests happen at one instant of virtual time. */
  #clock(): Context {
    const now = this.#iam.now();
    if (this.#time?.now !== now) this.#time = { now, context: timeContext(now, this.#iam.place) };
    return this.#time.context;
  }

  /** Everything in this cloud belongs to its account, buckets too, whose ARNs do not say so. */
  #owner(resource: string): string | undefined {
    return resource.startsWith("arn:aws:s3:::") ? this.#iam.place.accountId : undefined;
  }

  #recordDenial({ principal, action, resource }: GuardedRequest, { decision, deniedBy }: Decision): void {
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

function timeContext(now: number, { region }: Place): Context {
  return {
    "aws:CurrentTime": isoTime(now),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:RequestedRegion": region,
    "aws:ViaAWSService": "false",
  };
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
