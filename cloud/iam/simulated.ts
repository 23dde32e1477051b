import { noSuchIdentity } from "./errors.ts";
import type { NamedPolicy, Policies } from "./evaluate.ts";
import type { Identity } from "./identity.ts";
import type { Principal } from "./request.ts";
import type { IamService } from "./service.ts";

/** Who is simulated, and what is on them. */
export interface Scene {
  readonly principal: Principal;
  readonly policies: Policies;
}

/** The user, role or group of an ARN. Inline policies are called after whom they are on, as recorded: `role_NAME_POLICY`. */
export function sourceOf(iam: IamService, arn: string): Scene {
  const identity = iam.users.find(arn) ?? iam.roles.find(arn) ?? iam.groups.find(arn);
  if (!identity) {
    const kind = (["role", "group"] as const).find((one) => arn.includes(`:${one}/`)) ?? "user";
    throw noSuchIdentity(kind, arn.slice(arn.lastIndexOf("/") + 1));
  }
  const groups = identity.kind === "user" ? [...identity.groups] : [];
  return {
    principal: principalOf(iam, identity),
    policies: {
      identity: [identity, ...groups].flatMap(calledAfter),
      boundary: identity.boundary?.current,
    },
  };
}

/** Nobody calls as a group; who is in it is some user of the account. */
function principalOf(iam: IamService, identity: Identity): Principal {
  const user = iam.users.find(identity.arn);
  if (user) return iam.userPrincipal(user);
  const role = iam.roles.find(identity.arn);
  return role ? iam.sessionPrincipal(role, "simulation") : { kind: "user", accountId: iam.place.accountId };
}

function calledAfter(identity: Identity): readonly NamedPolicy[] {
  const { kind, name } = identity;
  const inline = identity.inline().map((policy) => ({ ...policy, name: `${kind}_${name}_${policy.name}` }));
  return [...inline, ...identity.attached().map(({ current }) => current)];
}
