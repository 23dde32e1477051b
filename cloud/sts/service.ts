import type { Feed } from "../kernel/feed.ts";
import { longerThanChainAllows, longerThanRoleAllows, rootMayNotAssume, unsatisfied } from "./errors.ts";
import type { StsFact } from "./facts.ts";

/** The roles of the account, as STS needs them; IAM keeps them, and the credentials of their sessions. */
export interface Roles {
  find(arn: string): AssumableRole | undefined;
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
}

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly principal: { readonly arn: string; readonly userId: string };
}

/** STS: takes on roles. Whether a caller may is the trust policy's matter, and decided before the request gets here. */
export class StsService {
  readonly #roles: Roles;
  readonly #feed: Feed<StsFact>;

  constructor(wiring: { roles: Roles; feed: Feed<StsFact> }) {
    this.#roles = wiring.roles;
    this.#feed = wiring.feed;
  }

  trustOf(roleArn: string): string | undefined {
    return this.#roles.find(roleArn)?.trust;
  }

  assume(request: AssumeRequest): Session {
    const { sessionName, seconds = 3600, options, callerArn } = request;
    if (callerArn.endsWith(":root")) throw rootMayNotAssume();
    checkSessionName(sessionName);
    checkDuration(seconds);
    // The guard lets nobody through to a role that does not exist.
    const role = this.#roles.find(request.roleArn)!;
    if (seconds > 3600 && callerArn.includes(":assumed-role/")) throw longerThanChainAllows();
    if (seconds > role.maxSessionSeconds) throw longerThanRoleAllows();
    const session = role.open(sessionName, seconds, options);
    this.#feed.record({ kind: "RoleAssumed", role: role.arn, session: session.principal.arn, by: callerArn });
    return session;
  }
}

export interface AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** An hour when absent. */
  readonly seconds?: number | undefined;
  readonly options: SessionOptions;
  readonly callerArn: string;
}

/** Constraints of RoleSessionName in the API reference. */
function checkSessionName(name: string): void {
  if (name.length < 2) throw unsatisfied(name, "roleSessionName", "Member must have length greater than or equal to 2");
  if (name.length > 64) throw unsatisfied(name, "roleSessionName", "Member must have length less than or equal to 64");
  if (!/^[\w+=,.@-]*$/.test(name)) {
    throw unsatisfied(name, "roleSessionName", "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
  }
}

function checkDuration(seconds: number): void {
  if (seconds < 900) {
    throw unsatisfied(seconds, "durationSeconds", "Member must have value greater than or equal to 900");
  }
  if (seconds > 43_200) {
    throw unsatisfied(seconds, "durationSeconds", "Member must have value less than or equal to 43200");
  }
}
