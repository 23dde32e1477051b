import { isInProfile, noSuchProfile, notInProfile, profileExists, quotaExceeded } from "./errors.ts";
import type { Ids } from "./ids.ts";
import { checkName, checkPath } from "./names.ts";
import type { Role } from "./role.ts";
import type { IamService } from "./service.ts";

/** What would give a role to an EC2 instance. There are no instances here, so it is kept and shown. */
export interface InstanceProfile {
  readonly name: string;
  readonly path: string;
  /** `AIPA...` */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  /** One at most. */
  role: Role | undefined;
}

/** Instance profiles by name. */
export class InstanceProfiles {
  readonly #iam: IamService;
  readonly #ids: Ids;
  readonly #byName = new Map<string, InstanceProfile>();

  constructor(iam: IamService, ids: Ids) {
    this.#iam = iam;
    this.#ids = ids;
  }

  create(name: string, path = "/", tags: Readonly<Record<string, string>> = {}): InstanceProfile {
    checkName("instanceProfileName", name);
    checkPath(path);
    if (this.#byName.has(name.toLowerCase())) throw profileExists(name);
    const profile: InstanceProfile = {
      name,
      path,
      id: this.#ids.unique("AIPA"),
      arn: `arn:aws:iam::${this.#iam.place.accountId}:instance-profile${path}${name}`,
      createdAt: this.#iam.now(),
      tags: new Map(Object.entries(tags)),
      role: undefined,
    };
    this.#byName.set(name.toLowerCase(), profile);
    this.#iam.record({ kind: "InstanceProfileCreated", profile: name });
    return profile;
  }

  get(name: string): InstanceProfile {
    const profile = this.peek(name);
    if (!profile) throw noSuchProfile(name);
    return profile;
  }

  peek(name: string): InstanceProfile | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  /** In the order of their names. */
  all(pathPrefix = "/"): readonly InstanceProfile[] {
    const names = [...this.#byName.keys()].sort();
    return names.map((name) => this.#byName.get(name)!).filter(({ path }) => path.startsWith(pathPrefix));
  }

  of(role: Role): readonly InstanceProfile[] {
    return this.all().filter((profile) => profile.role === role);
  }

  addRole(name: string, role: string): void {
    const profile = this.get(name);
    const added = this.#iam.roles.get(role);
    if (profile.role) throw quotaExceeded("InstanceSessionsPerInstanceProfile", 1);
    profile.role = added;
    this.#iam.record({ kind: "InstanceProfileChanged", profile: profile.name });
  }

  removeRole(name: string, role: string): void {
    const profile = this.get(name);
    if (profile.role !== this.#iam.roles.get(role)) throw notInProfile(role, name);
    profile.role = undefined;
    this.#iam.record({ kind: "InstanceProfileChanged", profile: profile.name });
  }

  remove(name: string): void {
    const profile = this.get(name);
    if (profile.role) throw isInProfile();
    this.#byName.delete(name.toLowerCase());
    this.#iam.record({ kind: "InstanceProfileDeleted", profile: profile.name });
  }
}
