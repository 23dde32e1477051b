import type { SessionCredential } from "./credentials.ts";
import type { NamedPolicy } from "./evaluate.ts";
import { parsePolicy } from "./policy.ts";
import type { IamService } from "./service.ts";

/** The account's roles in the shape in which STS asks for them (`Roles` of the STS house). */
export function assumableRoles(iam: IamService) {
  return {
    find(arn: string) {
      const role = iam.roles.find(arn);
      if (!role) return undefined;
      return {
        arn,
        maxSessionSeconds: role.maxSessionSeconds,
        trust: role.trust.policy.source,
        open: (sessionName: string, seconds: number, options: Options): SessionCredential =>
          iam.openSession(role, sessionName, seconds, { policies: sessionPolicies(iam, options), tags: options.tags }),
      };
    },
  };
}

interface Options {
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** One document and up to ten managed policies may limit a session. */
function sessionPolicies(iam: IamService, { policy, policyArns = [] }: Options): readonly NamedPolicy[] {
  const managed = policyArns.map((arn) => iam.attachable(arn).current);
  return policy === undefined ? managed : [{ name: "session", policy: parsePolicy(policy, "session") }, ...managed];
}
