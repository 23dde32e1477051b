import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import { AccessKeys } from "./access-keys.ts";
import { Account } from "./account.ts";
import { Credentials, type KnownPrincipal, type SessionCredential } from "./credentials.ts";
import * as errors from "./errors.ts";
import type { Policies } from "./evaluate.ts";
import type { IamFact } from "./facts.ts";
import { Grants } from "./grants.ts";
import { Group } from "./group.ts";
import { Identities } from "./identities.ts";
import { type Identity, type IdentityKind, sizeOf } from "./identity.ts";
import { Ids } from "./ids.ts";
import { InstanceProfiles } from "./instance-profiles.ts";
import { ManagedPolicies, type PolicyDraft } from "./managed-policies.ts";
import type { ManagedPolicy } from "./managed-policy.ts";
import { checkName, checkPath } from "./names.ts";
import type { Principal } from "./request.ts";
import type { IdentityRequest, NewName, RoleRequest, SessionOptions } from "./requests.ts";
import { Role } from "./role.ts";
import { isRoot, ROOT_RIGHTS } from "./root.ts";
import { User } from "./user.ts";

/** IAM: roles, users and managed policies by name, and who stands behind an access key. */
export class IamService {
  readonly place: Place;
  readonly roles = new Identities<Role>("role");
  readonly users = new Identities<User>("user");
  readonly groups = new Identities<Group>("group");
  readonly profiles: InstanceProfiles;
  readonly managed: ManagedPolicies;
  readonly grants: Grants;
  readonly keys: AccessKeys;
  readonly account = new Account();
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
    this.grants = new Grants(this);
    this.keys = new AccessKeys(this, this.#ids);
    this.profiles = new InstanceProfiles(this, this.#ids);
  }

  now(): number {
    return this.#clock.now();
  }

  record(fact: IamFact): void {
    this.#feed.record(fact);
  }

  createRole(request: RoleRequest): Role {
    checkTrustSize(request.trust);
    this.roles.checkFree(request.name);
    const role = new Role({ ...request, ...this.#birth("role", request) });
    this.roles.add(role);
    this.record({ kind: "RoleCreated", role: role.name });
    return role;
  }

  updateRole(name: string, change: { description?: string | undefined; maxSessionSeconds?: number | undefined }): Role {
    const role = this.roles.get(name);
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
    if (this.profiles.of(this.roles.get(name)).length > 0) throw errors.isInProfile();
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
    const user = this.users.get(name);
    if (user.keys().length > 0) throw errors.hasAccessKeys();
    if (user.loginProfile) throw errors.hasLoginProfile();
    if (user.groups.size > 0) throw errors.hasMembers();
    this.record({ kind: "UserDeleted", user: this.users.remove(name).name });
  }

  createGroup(request: Pick<IdentityRequest, "name" | "path">): Group {
    this.groups.checkFree(request.name);
    const group = new Group({ ...request, ...this.#birth("group", request) });
    this.groups.add(group);
    this.record({ kind: "GroupCreated", group: group.name });
    return group;
  }

  removeGroup(name: string): void {
    if (this.groups.get(name).members.size > 0) throw errors.hasMembers();
    this.record({ kind: "GroupDeleted", group: this.groups.remove(name).name });
  }

  join(user: User, group: Group): void {
    if (!user.groups.has(group) && user.groups.size >= 10) throw errors.quotaExceeded("GroupsPerUser", 10);
    group.admit(user);
    this.record({ kind: "GroupJoined", group: group.name, user: user.name });
  }

  /** What a request leaves out stays as it is. */
  rename(identity: User | Group, { name = identity.name, path = identity.path }: NewName): void {
    const { kind } = identity;
    checkName(kind === "user" ? "newUserName" : "newGroupName", name);
    checkPath(path);
    const to = { name, path, arn: this.#arnOf(kind, path, name) };
    if (identity.kind === "user") this.users.rename(identity, to);
    else this.groups.rename(identity, to);
    this.record({ kind: "IdentityRenamed", identity: identity.arn });
  }

  putPolicy(identity: Identity, name: string, document: string): void {
    checkName("policyName", name);
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

  createPolicy(request: Omit<PolicyDraft, "id">): ManagedPolicy {
    checkName("policyName", request.name);
    checkPath(request.path);
    const policy = this.managed.create(this.now(), { ...request, id: this.#ids.unique("ANPA") });
    this.record({ kind: "PolicyCreated", policy: policy.arn });
    return policy;
  }

  removePolicy(arn: string): void {
    const { attached, limited } = this.grants.holdersOf(this.managed.get(arn));
    if (attached.length + limited.length > 0) throw errors.isAttached();
    this.managed.delete(arn);
    this.record({ kind: "PolicyDeleted", policy: arn });
  }

  /** A session of a role. Whether the caller may open it has been decided before. */
  openSession(role: Role, name: string, seconds: number, options: SessionOptions = {}): SessionCredential {
    const session = this.sessionPrincipal(role, name);
    const { policies: sessionPolicies, tags, transitiveTagKeys, sourceIdentity } = options;
    const told = { sessionPolicies, tags: { ...session.tags, ...tags }, transitiveTagKeys, sourceIdentity };
    const credential = this.issue({ ...session, ...told }, seconds);
    this.record({ kind: "SessionOpened", role: role.name, session: name });
    return credential;
  }

  /** Credentials that end, for whoever they stand for. */
  issue(principal: KnownPrincipal, seconds: number): SessionCredential {
    const issuedAt = this.now();
    const { id: accessKeyId, secret: secretAccessKey } = this.#ids.key("ASIA");
    const life = { sessionToken: this.#ids.token(), expiresAt: issuedAt + seconds * 1000 };
    const credential = { accessKeyId, secretAccessKey, principal: { ...principal, issuedAt }, ...life };
    this.credentials.add(credential);
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
  policiesOf(principal: Principal & Pick<KnownPrincipal, "sessionPolicies" | "federatedBy">): Policies {
    const { kind, arn = "", roleArn = "", federatedBy = arn, sessionPolicies } = principal;
    if (federatedBy !== arn && isRoot(federatedBy)) return { identity: ROOT_RIGHTS, session: sessionPolicies };
    const identity =
      kind === "role" ? this.roles.find(roleArn) : kind === "user" ? this.users.find(federatedBy) : undefined;
    return { identity: identity?.policies(), boundary: identity?.boundary?.current, session: sessionPolicies };
  }

  #birth(kind: IdentityKind, { name, path = "/", boundaryArn }: IdentityRequest) {
    checkName(`${kind}Name`, name);
    checkPath(path);
    const arn = this.#arnOf(kind, path, name);
    const boundary = boundaryArn === undefined ? undefined : this.grants.boundary(boundaryArn);
    return { path, arn, boundary, id: this.#ids.unique(PREFIXES[kind]), createdAt: this.now() };
  }

  #arnOf(kind: IdentityKind, path: string, name: string): string {
    return `arn:aws:iam::${this.place.accountId}:${kind}${path}${name}`;
  }
}

/** Characters of inline policies together (IAM quotas). */
const INLINE_LIMITS: Readonly<Record<IdentityKind, number>> = { role: 10_240, user: 2048, group: 5120 };

const PREFIXES = { role: "AROA", user: "AIDA", group: "AGPA" } as const;

function checkTrustSize(document: string): void {
  if (sizeOf(document) > 2048) throw errors.quotaExceeded("ACLSizePerRole", 2048);
}
