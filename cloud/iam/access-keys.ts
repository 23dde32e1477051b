import type { Credentials } from "./credentials.ts";
import { noSuchAccessKey, quotaExceeded } from "./errors.ts";
import type { Identities } from "./identities.ts";
import type { Ids } from "./ids.ts";
import type { IamService } from "./service.ts";
import type { AccessKey, User } from "./user.ts";

/** The keys of users. Only active ones are credentials: nobody can sign with another. */
export class AccessKeys {
  readonly #iam: Pick<IamService, "now" | "record" | "userPrincipal">;
  readonly #users: Identities<User>;
  readonly #credentials: Credentials;
  readonly #ids: Ids;

  constructor(iam: IamService, ids: Ids) {
    this.#iam = iam;
    this.#users = iam.users;
    this.#credentials = iam.credentials;
    this.#ids = ids;
  }

  create(name: string): AccessKey {
    const user = this.#users.get(name);
    if (user.keys().length >= 2) throw quotaExceeded("AccessKeysPerUser", 2);
    const key: AccessKey = { ...this.#ids.key("AKIA"), createdAt: this.#iam.now(), status: "Active" };
    user.addKey(key);
    this.#allow(user, key);
    this.#iam.record({ kind: "AccessKeyCreated", user: user.name, accessKeyId: key.id });
    return key;
  }

  setStatus(name: string, id: string, status: AccessKey["status"]): void {
    const user = this.#users.get(name);
    const key = user.key(id);
    if (!key) throw noSuchAccessKey(id);
    key.status = status;
    if (status === "Active") this.#allow(user, key);
    else this.#credentials.delete(id);
    this.#iam.record({ kind: "AccessKeyChanged", user: user.name, accessKeyId: id, status });
  }

  remove(name: string, id: string): void {
    const user = this.#users.get(name);
    if (!user.deleteKey(id)) throw noSuchAccessKey(id);
    this.#credentials.delete(id);
    this.#iam.record({ kind: "AccessKeyDeleted", user: user.name, accessKeyId: id });
  }

  find(id: string): { user: User; key: AccessKey } | undefined {
    for (const user of this.#users.all()) {
      const key = user.key(id);
      if (key) return { user, key };
    }
    return undefined;
  }

  /** The principal is asked for with each request: a user may be renamed, or tagged. */
  #allow(user: User, key: AccessKey): void {
    const iam = this.#iam;
    this.#credentials.add({
      accessKeyId: key.id,
      secretAccessKey: key.secret,
      get principal() {
        return iam.userPrincipal(user);
      },
      used: (service, region) => {
        key.lastUse = { at: iam.now(), service, region };
      },
    });
  }
}
