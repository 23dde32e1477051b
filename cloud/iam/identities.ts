import { hasAttachedPolicies, hasInlinePolicies, identityExists, noSuchIdentity } from "./errors.ts";
import type { Identity, IdentityKind } from "./identity.ts";

/** Roles, users or groups, by name. Two names must differ by more than the case of their letters. */
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

  /** Throws EntityAlreadyExists when another has the name. */
  rename(identity: I, to: { name: string; path: string; arn: string }): void {
    const other = this.peek(to.name);
    if (other && other !== identity) throw identityExists(this.#kind, to.name);
    this.#byName.delete(identity.name.toLowerCase());
    identity.rename(to);
    this.add(identity);
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

  /** In the order of their names; with a prefix, those whose path begins with it. */
  all(pathPrefix = "/"): readonly I[] {
    const all = [...this.#byName.keys()].sort().map((key) => this.#byName.get(key)!);
    return all.filter(({ path }) => path.startsWith(pathPrefix));
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
