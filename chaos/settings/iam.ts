import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { settingKind } from "../setting.ts";
import { samePolicy } from "./policy.ts";

/** An inline policy of a role, as its document; null where there is none. */
export const rolePolicy = settingKind<{ role: string; policy: string }, string | null>(
  "iam.rolePolicy",
  ({ role, policy }) => {
    const target = { RoleName: role, PolicyName: policy };
    const call = (operation: string) => ({ operation: `iam:${operation}`, resource: `role/${role}` });
    return {
      calls: {
        observe: [call("GetRolePolicy")],
        put: (document) => [call(document === null ? "DeleteRolePolicy" : "PutRolePolicy")],
        untouched: null,
      },
      others: `everything else that runs as role ${role}`,
      resource: `inline policy ${policy} of role ${role}`,
      // IAM gives documents back URL-encoded.
      observe: async ({ iam }) => {
        try {
          const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(target));
          return decodeURIComponent(PolicyDocument);
        } catch (error) {
          return unlessAbsent(error);
        }
      },
      put: async ({ iam }, document) => {
        if (document === null) await iam.send(new DeleteRolePolicyCommand(target)).catch(unlessAbsent);
        else await iam.send(new PutRolePolicyCommand({ ...target, PolicyDocument: document }));
      },
      same: (a, b) => a !== null && b !== null && samePolicy(a, b),
    };
  },
);

function unlessAbsent(error: unknown): null {
  if (error instanceof Error && error.name === "NoSuchEntityException") return null;
  throw error;
}
