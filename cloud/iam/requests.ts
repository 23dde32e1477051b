import type { NamedPolicy } from "./evaluate.ts";

/** What IAM is asked to make. */

export interface IdentityRequest {
  readonly name: string;
  readonly path?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The managed policy that limits it. */
  readonly boundaryArn?: string | undefined;
}

export interface NewName {
  readonly name: string | undefined;
  readonly path: string | undefined;
}

export interface SessionOptions {
  readonly policies?: readonly NamedPolicy[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Of the tags, those that sessions opened from this one keep. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly sourceIdentity?: string | undefined;
}

export interface RoleRequest extends IdentityRequest {
  /** The trust policy, JSON. */
  readonly trust: string;
  readonly description?: string | undefined;
  readonly maxSessionSeconds?: number | undefined;
}
