import { hasAttachedPolicies, hasInlinePolicies, identityExists, noSuchIdentity } from "./errors.ts";
import type { Identity, IdentityKind } from "./identity.ts";

/** Roles, or users, by name. Two names must differ by more than the case of their letters. */
export class Identities<I extends Identity> {
  readonly #kind: IdentityKind;
  readonly #byName = new Map<string, I>();

  constructor(kind: IdentityKind) {
    this.#kind = kind;
  }

  /** Throws EntityAlreadyExists; asked before anything is made. */
  checkFree(name: string): void {
    if (this.peek(name)) throw identityExists(this.#kind, name);
  }

  add(identity: I): void {
    this.#byName.set(identity.name.toLowerCase(), identity);
  }

  /** Throws NoSuchEntity. */
  get(name: string): I {
    const identity = this.peek(name);
    if (!identity) throw noSuchIdentity(this.#kind, name);
    return identity;
  }

  peek(name: string): I | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  find(arn: string): I | undefined {
    const identity = this.peek(arn.slice(arn.lastIndexOf("/") + 1));
    return identity?.arn === arn ? identity : undefined;
  }

  /** In the order of their names. */
  all(): readonly I[] {
    return [...this.#byName.keys()].sort().map((key) => this.#byName.get(key)!);
  }

  /** Throws DeleteConflict while there are policies on it. */
  remove(name: string): I {
    const identity = this.get(name);
    if (identity.inlineNames().length > 0) throw hasInlinePolicies();
    if (identity.attached().length > 0) throw hasAttachedPolicies();
    this.#byName.delete(name.toLowerCase());
    return identity;
  }
}
