/** What can happen in IAM. Roles, users and policies are named as they are called; callers and resources by ARN. */
export type IamFact =
  | { readonly kind: "RoleCreated" | "RoleDeleted" | "RoleUpdated" | "TrustPolicyUpdated"; readonly role: string }
  | { readonly kind: "UserCreated" | "UserDeleted"; readonly user: string }
  | { readonly kind: "AccessKeyCreated" | "AccessKeyDeleted"; readonly user: string; readonly accessKeyId: string }
  | {
      readonly kind: "InlinePolicyPut" | "InlinePolicyDeleted";
      /** The ARN of the role or user. */
      readonly identity: string;
      readonly policy: string;
    }
  | {
      readonly kind: "PolicyAttached" | "PolicyDetached";
      readonly identity: string;
      /** The policy's ARN. */
      readonly policy: string;
    }
  | { readonly kind: "PolicyCreated" | "PolicyDeleted" | "PolicyVersionChanged"; readonly policy: string }
  | { readonly kind: "SessionOpened"; readonly role: string; readonly session: string }
  | {
      readonly kind: "AccessDenied";
      /** An ARN, a service's name, or `anonymous`. */
      readonly principal: string;
      readonly action: string;
      readonly resource: string;
      /** The type of policy that denied, or did not allow. */
      readonly policyType: string;
      readonly explicit: boolean;
    };
