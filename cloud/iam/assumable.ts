import type { SessionCredential } from "./credentials.ts";
import type { NamedPolicy } from "./evaluate.ts";
import { parsePolicy } from "./policy.ts";
import type { SessionOptions } from "./requests.ts";
import { isRoot, rootPrincipal } from "./root.ts";
import type { IamService } from "./service.ts";

/** The account's roles and users in the shape in which STS asks for them (`Directory` of the STS house). */
export function assumableRoles(iam: IamService) {
  /** The newest session of each name: a later one of the same name has its own transitive tags. */
  const transitive = new Map<string, Readonly<Record<string, string>>>();
  const principalOf = (arn: string) => {
    if (isRoot(arn)) return rootPrincipal(iam.place.accountId);
    const user = iam.users.find(arn);
    return user && iam.userPrincipal(user);
  };

  return {
    accountId: iam.place.accountId,

    find(arn: string) {
      const role = iam.roles.find(arn);
      if (!role) return undefined;
      return {
        arn,
        maxSessionSeconds: role.maxSessionSeconds,
        trust: role.trust.policy.source,
        open(sessionName: string, seconds: number, options: Options): SessionCredential {
          const { tags, transitiveTagKeys = [], sourceIdentity } = options;
          const policies = sessionPolicies(iam, options);
          const session = iam.openSession(role, sessionName, seconds, {
            policies,
            tags,
            transitiveTagKeys,
            sourceIdentity,
          });
          transitive.set(session.principal.arn, pick(session.principal.tags ?? {}, transitiveTagKeys));
          return session;
        },
      };
    },

    knows: (accessKeyId: string) => iam.credentials.find(accessKeyId) !== undefined,

    /** Tags that a session hands on to those opened from it. */
    transitiveTagsOf: (sessionArn: string) => transitive.get(sessionArn) ?? {},

    /** Temporary credentials of the caller's own; nothing for whoever has only such. */
    sessionFor(callerArn: string, seconds: number): SessionCredential | undefined {
      const principal = principalOf(callerArn);
      return principal && iam.issue(principal, seconds);
    },

    /** Who is let in has what both the caller and the session policies allow: without any, nothing. */
    federate(callerArn: string, name: string, seconds: number, options: Options): SessionCredential | undefined {
      if (!principalOf(callerArn)) return undefined;
      const { accountId } = iam.place;
      const policies = sessionPolicies(iam, options);
      const principal = {
        kind: "user",
        arn: `arn:aws:sts::${accountId}:federated-user/${name}`,
        accountId,
        userId: `${accountId}:${name}`,
        federatedBy: callerArn,
        tags: options.tags,
        sessionPolicies: policies.length > 0 ? policies : NOTHING,
      } as const;
      return iam.issue(principal, seconds);
    },
  };
}

interface Options extends Pick<SessionOptions, "tags" | "transitiveTagKeys" | "sourceIdentity"> {
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

const NOTHING: readonly NamedPolicy[] = [
  { name: "session", policy: { version: "2012-10-17", id: undefined, statements: [], source: "" } },
];

function pick(tags: Readonly<Record<string, string>>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (tags[key] === undefined ? [] : [[key, tags[key]]])));
}

/** One document and up to ten managed policies may limit a session. */
function sessionPolicies(iam: IamService, { policy, policyArns = [] }: Options): readonly NamedPolicy[] {
  const managed = policyArns.map((arn) => iam.grants.attachable(arn).current);
  return policy === undefined ? managed : [{ name: "session", policy: parsePolicy(policy, "session") }, ...managed];
}
