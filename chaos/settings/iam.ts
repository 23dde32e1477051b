import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { settingKind } from "../setting.ts";
import { samePolicy } from "./policy.ts";

/** An inline policy of a role, as its document; null where there is none. */
export const rolePolicy = settingKind<{ role: string; policy: string }, string | null>(
  "iam.rolePolicy",
  ({ role, policy }) => {
    const target = { RoleName: role, PolicyName: policy };
    return {
      resource: `inline policy ${policy} of role ${role}`,
      // IAM gives documents back URL-encoded.
      observe: async ({ iam }) => {
        try {
          const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand(target));
          return decodeURIComponent(PolicyDocument);
        } catch (error) {
          if (error instanceof Error && error.name === "NoSuchEntityException") return null;
          throw error;
        }
      },
      put: async ({ iam }, document) => {
        if (document === null) await iam.send(new DeleteRolePolicyCommand(target));
        else await iam.send(new PutRolePolicyCommand({ ...target, PolicyDocument: document }));
      },
      same: (a, b) => a !== null && b !== null && samePolicy(a, b),
    };
  },
);
