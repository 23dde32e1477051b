import type { NamedPolicy } from "./evaluate.ts";
import type { Group } from "./group.ts";
import { Identity } from "./identity.ts";

/** A user: an identity with access keys that last until they are deleted, and with the rights of its groups. */
export class User extends Identity {
  readonly kind = "user";
  /** In the order in which the user joined them. */
  readonly groups = new Set<Group>();
  /** For the console, which is not here: that there is a password, never which. */
  loginProfile: LoginProfile | undefined;
  readonly #keys = new Map<string, AccessKey>();

  override policies(): readonly NamedPolicy[] {
    const own = super.policies();
    return this.groups.size === 0 ? own : [...own, ...[...this.groups].flatMap((group) => group.policies())];
  }

  addKey(key: AccessKey): void {
    this.#keys.set(key.id, key);
  }

  /** Whether there was one. */
  deleteKey(id: string): boolean {
    return this.#keys.delete(id);
  }

  key(id: string): AccessKey | undefined {
    return this.#keys.get(id);
  }

  keys(): readonly AccessKey[] {
    return [...this.#keys.values()];
  }
}

export interface AccessKey {
  /** `AKIA...` */
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  status: "Active" | "Inactive";
  lastUse?: KeyUse;
}

export interface KeyUse {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The name the service has in signatures. */
  readonly service: string;
  readonly region: string;
}

export interface LoginProfile {
  readonly createdAt: number;
  readonly resetRequired: boolean;
}
