import { Identity } from "./identity.ts";

/** A user: an identity with access keys that last until they are deleted. */
export class User extends Identity {
  readonly kind = "user";
  readonly #keys = new Map<string, AccessKey>();

  addKey(key: AccessKey): void {
    this.#keys.set(key.id, key);
  }

  /** Whether there was one. */
  deleteKey(id: string): boolean {
    return this.#keys.delete(id);
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
  readonly status: "Active" | "Inactive";
}
