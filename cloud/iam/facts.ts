/** What can happen in IAM. Roles, users and policies are named as they are called; callers and resources by ARN. */
export type IamFact =
  | { readonly kind: "RoleCreated" | "RoleDeleted" | "RoleUpdated" | "TrustPolicyUpdated"; readonly role: string }
  | { readonly kind: "UserCreated" | "UserDeleted" | "LoginProfileChanged"; readonly user: string }
  | { readonly kind: "GroupCreated" | "GroupDeleted"; readonly group: string }
  | { readonly kind: "GroupJoined" | "GroupLeft"; readonly group: string; readonly user: string }
  | {
      readonly kind: "IdentityRenamed";
      /** The user's or group's new ARN. */
      readonly identity: string;
    }
  | {
      readonly kind: "InstanceProfileCreated" | "InstanceProfileDeleted" | "InstanceProfileChanged";
      readonly profile: string;
    }
  | { readonly kind: "AccountChanged"; readonly what: "alias" | "password policy" }
  | { readonly kind: "AccessKeyCreated" | "AccessKeyDeleted"; readonly user: string; readonly accessKeyId: string }
  | {
      readonly kind: "AccessKeyChanged";
      readonly user: string;
      readonly accessKeyId: string;
      readonly status: "Active" | "Inactive";
    }
  | {
      readonly kind: "InlinePolicyPut" | "InlinePolicyDeleted";
      /** The ARN of the role, user or group. */
      readonly identity: string;
      readonly policy: string;
    }
  | {
      readonly kind: "PolicyAttached" | "PolicyDetached" | "BoundaryChanged";
      readonly identity: string;
      /** The policy's ARN; `none` for a boundary that was taken away. */
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
