import type { NamedPolicy } from "./evaluate.ts";
import { Identity, type IdentityDraft } from "./identity.ts";
import { parsePolicy } from "./policy.ts";

/** A role: an identity that others take on for a while, if its trust policy lets them. */
export class Role extends Identity {
  readonly kind = "role";
  description: string | undefined;
  maxSessionSeconds: number;
  #trust: NamedPolicy;

  constructor(draft: RoleDraft) {
    super(draft);
    this.description = draft.description;
    this.maxSessionSeconds = draft.maxSessionSeconds ?? 3600;
    this.#trust = readTrust(draft.trust);
  }

  get trust(): NamedPolicy {
    return this.#trust;
  }

  /** Throws MalformedPolicyDocument, and then nothing has changed. */
  setTrust(document: string): void {
    this.#trust = readTrust(document);
  }

  /** The ARN of one session: the role's path is no part of it. */
  sessionArn(sessionName: string): string {
    const accountId = this.arn.split(":")[4]!;
    return `arn:aws:sts::${accountId}:assumed-role/${this.name}/${sessionName}`;
  }
}

export interface RoleDraft extends IdentityDraft {
  /** The trust policy, JSON. */
  readonly trust: string;
  readonly description?: string | undefined;
  /** 3600 to 43200; an hour when absent. */
  readonly maxSessionSeconds?: number | undefined;
}

function readTrust(document: string): NamedPolicy {
  return { name: "trust", policy: parsePolicy(document, "trust") };
}
