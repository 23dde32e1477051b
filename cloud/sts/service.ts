import type { Feed } from "../kernel/feed.ts";
import { longerThanChainAllows, longerThanRoleAllows, rootMayNotAssume, sessionMayNot } from "./errors.ts";
import type { StsFact } from "./facts.ts";

/** The account's roles and users, as STS needs them; IAM keeps them, and the credentials of their sessions. */
export interface Directory {
  readonly accountId: string;
  find(arn: string): AssumableRole | undefined;
  /** Whether an access key is one of the account's, as long as it is good. */
  knows(accessKeyId: string): boolean;
  /** Tags that a session hands on to those opened from it. */
  transitiveTagsOf(sessionArn: string): Readonly<Record<string, string>>;
  /** Temporary credentials of the caller's own; nothing for whoever has only such. */
  sessionFor(callerArn: string, seconds: number): Session | undefined;
  federate(callerArn: string, name: string, seconds: number, options: SessionOptions): Session | undefined;
}

export interface AssumableRole {
  readonly arn: string;
  readonly maxSessionSeconds: number;
  /** The trust policy, JSON. */
  readonly trust: string;
  /**
   * Opens a session for so many seconds, limited by session policies (a document, ARNs of managed policies) and with
   * tags that add to the role's and override them.
   * Throws MalformedPolicyDocument or NoSuchEntity.
   */
  open(sessionName: string, seconds: number, options: SessionOptions): Session;
}

export interface SessionOptions {
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly sourceIdentity?: string | undefined;
}

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly principal: { readonly arn: string; readonly userId: string };
}

/** STS: hands out credentials that end. Whether a caller may assume a role has been decided by its trust policy before. */
export class StsService {
  readonly #directory: Directory;
  readonly #feed: Feed<StsFact>;

  constructor(wiring: { roles: Directory; feed: Feed<StsFact> }) {
    this.#directory = wiring.roles;
    this.#feed = wiring.feed;
  }

  get accountId(): string {
    return this.#directory.accountId;
  }

  trustOf(roleArn: string): string | undefined {
    return this.#directory.find(roleArn)?.trust;
  }

  knows(accessKeyId: string): boolean {
    return this.#directory.knows(accessKeyId);
  }

  transitiveTagsOf(callerArn: string): Readonly<Record<string, string>> {
    return this.#directory.transitiveTagsOf(callerArn);
  }

  assume(request: AssumeRequest): Session {
    const { sessionName, seconds = 3600, options, callerArn } = request;
    if (isRoot(callerArn)) throw rootMayNotAssume();
    // The guard lets nobody through to a role that does not exist.
    const role = this.#directory.find(request.roleArn)!;
    if (seconds > 3600 && callerArn.includes(":assumed-role/")) throw longerThanChainAllows();
    if (seconds > role.maxSessionSeconds) throw longerThanRoleAllows();
    const session = role.open(sessionName, seconds, options);
    this.#feed.record({ kind: "RoleAssumed", role: role.arn, session: session.principal.arn, by: callerArn });
    return session;
  }

  /** Half a day if nothing is said; root's end after an hour at most. */
  sessionFor(callerArn: string, seconds = TWELVE_HOURS): Session {
    const session = this.#directory.sessionFor(callerArn, lifeOf(callerArn, seconds));
    if (!session) throw sessionMayNot("GetSessionToken");
    this.#feed.record({ kind: "SessionTokenIssued", to: callerArn });
    return session;
  }

  federate(callerArn: string, name: string, seconds = TWELVE_HOURS, options: SessionOptions): Session {
    const session = this.#directory.federate(callerArn, name, lifeOf(callerArn, seconds), options);
    if (!session) throw sessionMayNot("GetFederationToken");
    this.#feed.record({ kind: "UserFederated", user: session.principal.arn, by: callerArn });
    return session;
  }
}

const TWELVE_HOURS = 43_200;
const isRoot = (arn: string) => arn.endsWith(":root");
const lifeOf = (callerArn: string, seconds: number) => (isRoot(callerArn) ? Math.min(seconds, 3600) : seconds);

export interface AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** An hour when absent. */
  readonly seconds?: number | undefined;
  readonly options: SessionOptions;
  readonly callerArn: string;
}
