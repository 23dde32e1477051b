import type { NamedPolicy } from "./evaluate.ts";
import type { Principal } from "./request.ts";

/** A principal as IAM knows it: with the ids that services show, and what only its session knows. */
export interface KnownPrincipal extends Principal {
  readonly kind: "root" | "user" | "role";
  readonly arn: string;
  readonly accountId: string;
  readonly userId: string;
  /** Passed when the role was assumed; they limit the session. */
  readonly sessionPolicies?: readonly NamedPolicy[] | undefined;
  /** Tags that sessions opened from this one keep, and nobody can override. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  /** The ARN of the user, or root, that a federated user has its rights from. */
  readonly federatedBy?: string | undefined;
  /** When the session was opened, for `aws:TokenIssueTime`. Milliseconds since 1970. */
  readonly issuedAt?: number | undefined;
}

/** What a signature is verified against, and whom it stands for. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: KnownPrincipal;
  /** Temporary credentials have a token and an end. */
  readonly sessionToken?: string | undefined;
  readonly expiresAt?: number | undefined;
  /** Told of each request that was signed with it: for which service, and where. */
  readonly used?: ((service: string, region: string) => void) | undefined;
}

/** Temporary credentials always have both. */
export interface SessionCredential extends Credential {
  readonly sessionToken: string;
  readonly expiresAt: number;
}

/** Credentials by access key id. Those that have ended stay known, because AWS answers them differently than unknown ones. */
export class Credentials {
  readonly #known = new Map<string, Credential>();

  add(credential: Credential): void {
    this.#known.set(credential.accessKeyId, credential);
  }

  find(accessKeyId: string): Credential | undefined {
    return this.#known.get(accessKeyId);
  }

  delete(accessKeyId: string): void {
    this.#known.delete(accessKeyId);
  }
}
