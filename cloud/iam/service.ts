import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import { Credentials, type KnownPrincipal, type SessionCredential } from "./credentials.ts";
import * as errors from "./errors.ts";
import type { NamedPolicy, Policies } from "./evaluate.ts";
import type { IamFact } from "./facts.ts";
import { Identities } from "./identities.ts";
import { type Identity, type IdentityKind, sizeOf } from "./identity.ts";
import { Ids } from "./ids.ts";
import { ManagedPolicies, type PolicyDraft } from "./managed-policies.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { checkName, checkPath, checkRange } from "./names.ts";
import type { Principal } from "./request.ts";
import { Role } from "./role.ts";
import { type AccessKey, User } from "./user.ts";

/** IAM: roles, users and managed policies by name, and who stands behind an access key. */
export class IamService {
  readonly place: Place;
  readonly roles = new Identities<Role>("role");
  readonly users = new Identities<User>("user");
  readonly managed: ManagedPolicies;
  readonly credentials = new Credentials();
  /** When the account was made. */
  readonly bornAt: number;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #feed: Feed<IamFact>;

  constructor(wiring: { clock: Clock; random: Random; feed: Feed<IamFact>; place: Place }) {
    this.place = wiring.place;
    this.#clock = wiring.clock;
    this.#ids = new Ids(wiring.random.fork("iam"));
    this.#feed = wiring.feed;
    this.bornAt = wiring.clock.now();
    this.managed = new ManagedPolicies(this.place, this.bornAt, () => this.#ids.unique("ANPA"));
  }

  now(): number {
    return this.#clock.now();
  }

  record(fact: IamFact): void {
    this.#feed.record(fact);
  }

  createRole(request: RoleRequest): Role {
    checkRange("maxSessionDuration", request.maxSessionSeconds, 3600, 43_200);
    checkTrustSize(request.trust);
    this.roles.checkFree(request.name);
    const role = new Role({ ...request, ...this.#birth("role", request) });
    this.roles.add(role);
    this.record({ kind: "RoleCreated", role: role.name });
    return role;
  }

  updateRole(name: string, change: { description?: string | undefined; maxSessionSeconds?: number | undefined }): Role {
    const role = this.roles.get(name);
    checkRange("maxSessionDuration", change.maxSessionSeconds, 3600, 43_200);
    role.description = change.description ?? role.description;
    role.maxSessionSeconds = change.maxSessionSeconds ?? role.maxSessionSeconds;
    this.record({ kind: "RoleUpdated", role: role.name });
    return role;
  }

  setTrust(name: string, document: string): void {
    const role = this.roles.get(name);
    checkTrustSize(document);
    role.setTrust(document);
    this.record({ kind: "TrustPolicyUpdated", role: role.name });
  }

  removeRole(name: string): void {
    this.record({ kind: "RoleDeleted", role: this.roles.remove(name).name });
  }

  createUser(request: IdentityRequest): User {
    this.users.checkFree(request.name);
    const user = new User({ ...request, ...this.#birth("user", request) });
    this.users.add(user);
    this.record({ kind: "UserCreated", user: user.name });
    return user;
  }

  removeUser(name: string): void {
    if (this.users.get(name).keys().length > 0) throw errors.hasAccessKeys();
    this.record({ kind: "UserDeleted", user: this.users.remove(name).name });
  }

  createAccessKey(name: string): AccessKey {
    const user = this.users.get(name);
    if (user.keys().length >= 2) throw errors.quotaExceeded("AccessKeysPerUser", 2);
    const key: AccessKey = { ...this.#ids.key("AKIA"), createdAt: this.now(), status: "Active" };
    user.addKey(key);
    const principal = this.userPrincipal(user);
    this.credentials.add({ accessKeyId: key.id, secretAccessKey: key.secret, principal });
    this.record({ kind: "AccessKeyCreated", user: user.name, accessKeyId: key.id });
    return key;
  }

  removeAccessKey(name: string, id: string): void {
    const user = this.users.get(name);
    if (!user.deleteKey(id)) throw errors.noSuchAccessKey(id);
    this.credentials.delete(id);
    this.record({ kind: "AccessKeyDeleted", user: user.name, accessKeyId: id });
  }

  putPolicy(identity: Identity, name: string, document: string): void {
    checkName("policyName", name, 128);
    const limit = INLINE_LIMITS[identity.kind];
    const others = identity.inlineSize() - sizeOf(identity.document(name) ?? "");
    if (others + sizeOf(document) > limit) throw errors.inlinePoliciesTooLong(identity.kind, identity.name, limit);
    identity.putPolicy(name, document);
    this.record({ kind: "InlinePolicyPut", identity: identity.arn, policy: name });
  }

  deletePolicy(identity: Identity, name: string): void {
    if (!identity.deletePolicy(name)) throw errors.noSuchInlinePolicy(identity.kind, name);
    this.record({ kind: "InlinePolicyDeleted", identity: identity.arn, policy: name });
  }

  attach(identity: Identity, arn: string): void {
    const policy = this.attachable(arn);
    if (!identity.isAttached(arn) && identity.attached().length >= 10) {
      throw errors.quotaExceeded(identity.kind === "role" ? "PoliciesPerRole" : "PoliciesPerUser", 10);
    }
    identity.attach(policy);
    this.record({ kind: "PolicyAttached", identity: identity.arn, policy: arn });
  }

  detach(identity: Identity, arn: string): void {
    if (!identity.detach(arn)) throw errors.noSuchPolicy(arn);
    this.record({ kind: "PolicyDetached", identity: identity.arn, policy: arn });
  }

  /** Throws NoSuchEntity. */
  attachable(arn: string): ManagedPolicy {
    const policy = this.managed.find(arn);
    if (!policy) throw errors.notAttachable(arn);
    return policy;
  }

  createPolicy(request: Omit<PolicyDraft, "id">): ManagedPolicy {
    checkName("policyName", request.name, 128);
    checkPath(request.path);
    const policy = this.managed.create(this.now(), { ...request, id: this.#ids.unique("ANPA") });
    this.record({ kind: "PolicyCreated", policy: policy.arn });
    return policy;
  }

  removePolicy(arn: string): void {
    const { attached, boundaries } = this.usesOf(this.managed.get(arn));
    if (attached + boundaries > 0) throw errors.isAttached();
    this.managed.delete(arn);
    this.record({ kind: "PolicyDeleted", policy: arn });
  }

  /** To how many roles and users a policy is attached, and of how many it is the boundary. */
  usesOf(policy: ManagedPolicy): { attached: number; boundaries: number } {
    const all: Identity[] = [...this.roles.all(), ...this.users.all()];
    return {
      attached: all.filter((identity) => identity.isAttached(policy.arn)).length,
      boundaries: all.filter(({ boundary }) => boundary === policy).length,
    };
  }

  /** A session of a role, with credentials that end. Whether the caller may open it has been decided before. */
  openSession(role: Role, name: string, seconds: number, options: SessionOptions = {}): SessionCredential {
    const issuedAt = this.now();
    const { id: accessKeyId, secret: secretAccessKey } = this.#ids.key("ASIA");
    const session = this.sessionPrincipal(role, name);
    const tags = { ...session.tags, ...options.tags };
    const principal = { ...session, issuedAt, tags, sessionPolicies: options.policies };
    const life = { sessionToken: this.#ids.token(), expiresAt: issuedAt + seconds * 1000 };
    const credential: SessionCredential = { accessKeyId, secretAccessKey, principal, ...life };
    this.credentials.add(credential);
    this.record({ kind: "SessionOpened", role: role.name, session: name });
    return credential;
  }

  /** Who a session of a role is, for services that run in one (Lambda) and for the session's own requests. */
  sessionPrincipal(role: Role, sessionName: string): KnownPrincipal {
    const { accountId } = this.place;
    const [arn, userId] = [role.sessionArn(sessionName), `${role.id}:${sessionName}`];
    return {
      kind: "role",
      arn,
      roleArn: role.arn,
      sessionName,
      accountId,
      userId,
      tags: Object.fromEntries(role.tags),
    };
  }

  userPrincipal(user: User): KnownPrincipal {
    const tags = Object.fromEntries(user.tags);
    return { kind: "user", arn: user.arn, accountId: this.place.accountId, userId: user.id, tags };
  }

  /** What is on the principal itself: identity policies, boundary, session policies. Nothing is on what was deleted. */
  policiesOf(principal: Principal & Pick<KnownPrincipal, "sessionPolicies">): Policies {
    const { kind, arn = "", roleArn = "", sessionPolicies } = principal;
    const identity = kind === "role" ? this.roles.find(roleArn) : kind === "user" ? this.users.find(arn) : undefined;
    return { identity: identity?.policies(), boundary: identity?.boundary?.current, session: sessionPolicies };
  }

  #birth(kind: IdentityKind, { name, path = "/", boundaryArn }: IdentityRequest) {
    checkName(`${kind}Name`, name, 64);
    checkPath(path);
    const arn = `arn:aws:iam::${this.place.accountId}:${kind}${path}${name}`;
    const boundary = boundaryArn === undefined ? undefined : this.attachable(boundaryArn);
    return { path, arn, boundary, id: this.#ids.unique(kind === "role" ? "AROA" : "AIDA"), createdAt: this.now() };
  }
}

export interface IdentityRequest {
  readonly name: string;
  readonly path?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The managed policy that limits it. */
  readonly boundaryArn?: string | undefined;
}

export interface SessionOptions {
  readonly policies?: readonly NamedPolicy[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

export interface RoleRequest extends IdentityRequest {
  /** The trust policy, JSON. */
  readonly trust: string;
  readonly description?: string | undefined;
  readonly maxSessionSeconds?: number | undefined;
}

/** Characters of inline policies together (IAM quotas). */
const INLINE_LIMITS: Readonly<Record<IdentityKind, number>> = { role: 10_240, user: 2048 };

function checkTrustSize(document: string): void {
  if (sizeOf(document) > 2048) throw errors.quotaExceeded("ACLSizePerRole", 2048);
}
