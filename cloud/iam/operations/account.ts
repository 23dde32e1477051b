import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import type { PasswordPolicy } from "../account.ts";
import { alreadyExists, noSuchEntity } from "../errors.ts";
import { pageOf } from "../page.ts";
import type { IamService } from "../service.ts";

/** The operations on the account as a whole: its alias, its rules for passwords, and what it has how many of. */
export function accountOperations(iam: IamService) {
  const { account, place } = iam;
  return {
    /** An account has one alias: a new one takes the place of the old. */
    CreateAccountAlias(input: Iam.CreateAccountAliasCommandInput): Output<Iam.CreateAccountAliasCommandOutput> {
      const alias = input.AccountAlias!;
      if (account.alias === alias) throw alreadyExists(`The account alias ${alias} already exists.`);
      account.alias = alias;
      iam.record({ kind: "AccountChanged", what: "alias" });
      return {};
    },

    ListAccountAliases(input: Iam.ListAccountAliasesCommandInput): Output<Iam.ListAccountAliasesCommandOutput> {
      const { page, rest } = pageOf(account.alias === undefined ? [] : [account.alias], input);
      return { AccountAliases: page, ...rest };
    },

    DeleteAccountAlias(input: Iam.DeleteAccountAliasCommandInput): Output<Iam.DeleteAccountAliasCommandOutput> {
      if (account.alias !== input.AccountAlias) {
        throw noSuchEntity(`The account alias with name ${input.AccountAlias} cannot be found.`);
      }
      account.alias = undefined;
      iam.record({ kind: "AccountChanged", what: "alias" });
      return {};
    },

    UpdateAccountPasswordPolicy(
      input: Iam.UpdateAccountPasswordPolicyCommandInput,
    ): Output<Iam.UpdateAccountPasswordPolicyCommandOutput> {
      account.passwordPolicy = passwordPolicyOf(input);
      iam.record({ kind: "AccountChanged", what: "password policy" });
      return {};
    },

    GetAccountPasswordPolicy(): Output<Iam.GetAccountPasswordPolicyCommandOutput> {
      if (!account.passwordPolicy) {
        throw noSuchEntity(`The Password Policy with domain name ${place.accountId} cannot be found.`);
      }
      return { PasswordPolicy: account.passwordPolicy };
    },

    DeleteAccountPasswordPolicy(): Output<Iam.DeleteAccountPasswordPolicyCommandOutput> {
      if (!account.passwordPolicy) throw noSuchEntity("The account policy with name PasswordPolicy cannot be found.");
      account.passwordPolicy = undefined;
      iam.record({ kind: "AccountChanged", what: "password policy" });
      return {};
    },

    GetAccountSummary(): Output<Iam.GetAccountSummaryCommandOutput> {
      return { SummaryMap: { ...QUOTAS, ...countsOf(iam) } as Iam.GetAccountSummaryResponse["SummaryMap"] };
    },
  };
}

/** What a request leaves out is off, or as AWS has it for who says nothing. */
function passwordPolicyOf(input: Iam.UpdateAccountPasswordPolicyCommandInput): PasswordPolicy {
  const { MaxPasswordAge, PasswordReusePrevention, HardExpiry } = input;
  return {
    MinimumPasswordLength: input.MinimumPasswordLength ?? 6,
    RequireSymbols: input.RequireSymbols ?? false,
    RequireNumbers: input.RequireNumbers ?? false,
    RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
    RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
    AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
    ExpirePasswords: MaxPasswordAge !== undefined,
    ...(MaxPasswordAge !== undefined && { MaxPasswordAge }),
    ...(PasswordReusePrevention !== undefined && { PasswordReusePrevention }),
    ...(HardExpiry !== undefined && { HardExpiry }),
  };
}

/** A new account's quotas (recorded with GetAccountSummary). */
const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GlobalEndpointTokenVersion: 1,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};

/** What there cannot be here is counted, too: there is none of it. */
function countsOf({ users, groups, roles, profiles, managed }: IamService) {
  const policies = managed.all("Local");
  return {
    Users: users.all().length,
    Groups: groups.all().length,
    Roles: roles.all().length,
    InstanceProfiles: profiles.all().length,
    Policies: policies.length,
    PolicyVersionsInUse: policies.reduce((sum, policy) => sum + policy.versions().length, 0),
    AccountAccessKeysPresent: 0,
    AccountMFAEnabled: 0,
    AccountPasswordPresent: 0,
    AccountSigningCertificatesPresent: 0,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Providers: 0,
    ServerCertificates: 0,
  };
}
