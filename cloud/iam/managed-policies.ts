import type { Place } from "../kernel/house.ts";
import { AWS_MANAGED } from "./aws-managed.ts";
import {
  awsOwned,
  hasVersions,
  isDefaultVersion,
  noSuchPolicy,
  noSuchVersion,
  policyExists,
  quotaExceeded,
  tooManyVersions,
} from "./errors.ts";
import { checkPolicyArn } from "./grants.ts";
import { sizeOf } from "./identity.ts";
import { ManagedPolicy, type PolicyVersion } from "./managed-policy.ts";

/** Managed policies by ARN: the account's own, and AWS's. */
export class ManagedPolicies {
  readonly #place: Place;
  readonly #policies = new Map<string, ManagedPolicy>();

  constructor(place: Place, now: number, id: () => string) {
    this.#place = place;
    for (const { path, name, id: known, statements } of AWS_MANAGED) {
      const arn = `arn:aws:iam::aws:policy${path}${name}`;
      const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
      this.#policies.set(arn, new ManagedPolicy({ name, path, arn, id: known ?? id(), createdAt: now, document }));
    }
  }

  create(now: number, draft: PolicyDraft): ManagedPolicy {
    const path = draft.path ?? "/";
    const arn = `arn:aws:iam::${this.#place.accountId}:policy${path}${draft.name}`;
    // Names are unique in an account, whatever their path and letters.
    if (this.all("Local").some(({ name }) => name.toLowerCase() === draft.name.toLowerCase()))
      throw policyExists(draft.name);
    checkSize(draft.document);
    const policy = new ManagedPolicy({ ...draft, path, arn, createdAt: now });
    this.#policies.set(arn, policy);
    return policy;
  }

  find(arn: string): ManagedPolicy | undefined {
    return this.#policies.get(arn);
  }

  get(arn: string): ManagedPolicy {
    checkPolicyArn(arn);
    const policy = this.find(arn);
    if (!policy) throw noSuchPolicy(arn);
    return policy;
  }

  /** `Local` are the account's own. */
  all(scope: "All" | "AWS" | "Local"): readonly ManagedPolicy[] {
    const all = [...this.#policies.values()];
    return scope === "All" ? all : all.filter(({ arn }) => isAwsOwned(arn) === (scope === "AWS"));
  }

  /** The policy must be attached nowhere; its default version goes with it, others must have gone before. */
  delete(arn: string): void {
    if (this.#changeable(arn).versions().length > 1) throw hasVersions();
    this.#policies.delete(arn);
  }

  version(arn: string, id: string): PolicyVersion {
    checkPolicyArn(arn);
    const version = this.find(arn)?.version(id);
    if (!version) throw noSuchVersion(arn, id);
    return version;
  }

  createVersion(now: number, arn: string, document: string, asDefault: boolean): PolicyVersion {
    const policy = this.#changeable(arn);
    checkSize(document);
    if (policy.versions().length >= 5) throw tooManyVersions();
    return policy.addVersion(now, document, asDefault);
  }

  setDefault(arn: string, id: string): void {
    if (isAwsOwned(arn)) throw awsOwned();
    this.version(arn, id);
    this.get(arn).setDefault(id);
  }

  deleteVersion(arn: string, id: string): void {
    if (isAwsOwned(arn)) throw awsOwned();
    this.version(arn, id);
    const policy = this.get(arn);
    if (policy.defaultVersionId === id) throw isDefaultVersion();
    policy.deleteVersion(id);
  }

  #changeable(arn: string): ManagedPolicy {
    if (isAwsOwned(arn)) throw awsOwned();
    return this.get(arn);
  }
}

export interface PolicyDraft {
  readonly name: string;
  readonly id: string;
  readonly path?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly document: string;
}

function isAwsOwned(arn: string): boolean {
  return arn.startsWith("arn:aws:iam::aws:");
}

/** IAM quotas: 6144 characters without white space. */
function checkSize(document: string): void {
  if (sizeOf(document) > 6144) throw quotaExceeded("PolicySize", 6144);
}
