import { Identity } from "./identity.ts";
import type { User } from "./user.ts";

/** A group: policies that its members have in common. Nobody can call as a group. */
export class Group extends Identity {
  readonly kind = "group";
  readonly members = new Set<User>();

  /** Joining twice is joining once. */
  admit(user: User): void {
    this.members.add(user);
    user.groups.add(this);
  }

  dismiss(user: User): void {
    this.members.delete(user);
    user.groups.delete(this);
  }
}
