import { invalidArn, noSuchPolicy, notABoundary, notAttachable, quotaExceeded } from "./errors.ts";
import type { Identity, IdentityKind } from "./identity.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import type { IamService } from "./service.ts";

/** Which managed policies are on whom: attached, and as permissions boundaries. */
export class Grants {
  readonly #iam: IamService;

  constructor(iam: IamService) {
    this.#iam = iam;
  }

  attach(identity: Identity, arn: string): void {
    const policy = this.attachable(arn);
    if (!identity.isAttached(arn) && identity.attached().length >= 10) throw quotaExceeded(QUOTAS[identity.kind], 10);
    identity.attach(policy);
    this.#iam.record({ kind: "PolicyAttached", identity: identity.arn, policy: arn });
  }

  detach(identity: Identity, arn: string): void {
    checkPolicyArn(arn);
    if (!identity.detach(arn)) throw noSuchPolicy(arn);
    this.#iam.record({ kind: "PolicyDetached", identity: identity.arn, policy: arn });
  }

  /** Throws NoSuchEntity. */
  attachable(arn: string): ManagedPolicy {
    checkPolicyArn(arn);
    const policy = this.#iam.managed.find(arn);
    if (!policy) throw notAttachable(arn);
    return policy;
  }

  /** The policy that is to limit somebody. Throws NoSuchEntity. */
  boundary(arn: string): ManagedPolicy {
    checkPolicyArn(arn);
    const policy = this.#iam.managed.find(arn);
    if (!policy) throw notABoundary(arn);
    return policy;
  }

  setBoundary(identity: Identity, arn: string | undefined): void {
    identity.boundary = arn === undefined ? undefined : this.boundary(arn);
    this.#iam.record({ kind: "BoundaryChanged", identity: identity.arn, policy: arn ?? "none" });
  }

  /** To whom a policy is attached, and whose boundary it is. */
  holdersOf(policy: ManagedPolicy): { attached: readonly Identity[]; limited: readonly Identity[] } {
    const { roles, users, groups } = this.#iam;
    const all: Identity[] = [...roles.all(), ...users.all(), ...groups.all()];
    return {
      attached: all.filter((identity) => identity.isAttached(policy.arn)),
      limited: all.filter(({ boundary }) => boundary === policy),
    };
  }
}

const QUOTAS: Readonly<Record<IdentityKind, string>> = {
  role: "PoliciesPerRole",
  user: "PoliciesPerUser",
  group: "PoliciesPerGroup",
};

export function checkPolicyArn(arn: string): void {
  if (!/^arn:[^:]+:iam::[^:]*:policy\/.+$/.test(arn)) throw invalidArn(arn);
}
