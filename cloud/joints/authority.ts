import type { Guard } from "../iam/guard.ts";
import type { IamService } from "../iam/service.ts";
import type { Place } from "../kernel/house.ts";

/**
 * Says whether one service may reach another: for a service principal the target's own policy decides, for a role what
 * the role may do. Asked when a parcel arrives, so a policy that was removed meanwhile refuses it.
 */
export class Authority {
  readonly #guard: Guard;
  readonly #iam: IamService;
  readonly #place: Place;

  constructor(guard: Guard, iam: IamService, place: Place) {
    this.#guard = guard;
    this.#iam = iam;
    this.#place = place;
  }

  /** Whether `service`, on behalf of one of its resources, may do `action` to what has that policy. */
  serviceMay(service: string, sourceArn: string, { action, resource, policy, context: extra }: Reach): boolean {
    const context = {
      // Services speak TLS with each other.
      "aws:SecureTransport": "true",
      "aws:SourceArn": sourceArn,
      "aws:SourceAccount": this.#place.accountId,
      ...extra,
    };
    const request = { principal: { kind: "service" as const, service }, action, resource, context };
    return this.#guard.decide(request, policy).decision === "allowed";
  }

  /** Whether a role may; a role that is gone may nothing. */
  roleMay(roleArn: string, { action, resource, policy }: Reach, sessionName = "service"): boolean {
    const role = this.#iam.roles.find(roleArn);
    if (!role) return false;
    const principal = this.#iam.sessionPrincipal(role, sessionName);
    const context = { "aws:SecureTransport": "true" };
    return this.#guard.decide({ principal, action, resource, context }, policy).decision === "allowed";
  }

  /** Whether a service may become a role: the role's trust policy names it. */
  canAssume(service: string, roleArn: string): boolean {
    const trust = this.#iam.roles.find(roleArn)?.trust.policy.source;
    const principal = { kind: "service" as const, service };
    const request = {
      principal,
      action: "sts:AssumeRole",
      resource: roleArn,
      context: { "aws:SecureTransport": "true" },
    };
    return trust !== undefined && this.#guard.decide(request, trust).decision === "allowed";
  }
}

export interface Reach {
  readonly action: string;
  readonly resource: string;
  /** The resource policy of the target, if it has one. */
  readonly policy: string | undefined;
  /** Condition keys that only this service sends. */
  readonly context?: Readonly<Record<string, string>>;
}
