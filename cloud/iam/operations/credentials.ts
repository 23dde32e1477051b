import type * as Iam from "@aws-sdk/client-iam";
import type { Call, Output } from "../../kernel/house.ts";
import { loginProfileExists, noKeyToReadAbout, noLoginProfile } from "../errors.ts";
import { pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import type { LoginProfile, User } from "../user.ts";
import { meant } from "./users.ts";

/** The operations on what users prove themselves with: access keys, and passwords, which nobody here asks for. */
export function credentialOperations(iam: IamService) {
  const changeProfile = (user: User, profile: LoginProfile | undefined) => {
    user.loginProfile = profile;
    iam.record({ kind: "LoginProfileChanged", user: user.name });
  };
  const withProfile = (operation: string, name: string | undefined, call: Call) => {
    const user = iam.users.get(meant(iam, operation, name, call));
    if (!user.loginProfile) throw noLoginProfile(user.name);
    return { user, profile: user.loginProfile };
  };

  return {
    CreateAccessKey(input: Iam.CreateAccessKeyCommandInput, call: Call): Output<Iam.CreateAccessKeyCommandOutput> {
      const UserName = meant(iam, "CreateAccessKey", input.UserName, call);
      const { id, secret, status, createdAt } = iam.keys.create(UserName);
      const CreateDate = new Date(createdAt);
      return { AccessKey: { UserName, AccessKeyId: id, SecretAccessKey: secret, Status: status, CreateDate } };
    },

    ListAccessKeys(input: Iam.ListAccessKeysCommandInput, call: Call): Output<Iam.ListAccessKeysCommandOutput> {
      const user = iam.users.get(meant(iam, "ListAccessKeys", input.UserName, call));
      const { page, rest } = pageOf(user.keys(), input);
      const shown = page.map(({ id, status, createdAt }) => ({
        UserName: user.name,
        AccessKeyId: id,
        Status: status,
        CreateDate: new Date(createdAt),
      }));
      return { AccessKeyMetadata: shown, ...rest };
    },

    UpdateAccessKey(input: Iam.UpdateAccessKeyCommandInput, call: Call): Output<Iam.UpdateAccessKeyCommandOutput> {
      iam.keys.setStatus(
        meant(iam, "UpdateAccessKey", input.UserName, call),
        input.AccessKeyId!,
        input.Status === "Active" ? "Active" : "Inactive",
      );
      return {};
    },

    DeleteAccessKey(input: Iam.DeleteAccessKeyCommandInput, call: Call): Output<Iam.DeleteAccessKeyCommandOutput> {
      iam.keys.remove(meant(iam, "DeleteAccessKey", input.UserName, call), input.AccessKeyId!);
      return {};
    },

    GetAccessKeyLastUsed(
      input: Iam.GetAccessKeyLastUsedCommandInput,
      { callerArn }: Call,
    ): Output<Iam.GetAccessKeyLastUsedCommandOutput> {
      const found = iam.keys.find(input.AccessKeyId!);
      if (!found) throw noKeyToReadAbout(callerArn, input.AccessKeyId!);
      const { lastUse } = found.key;
      const AccessKeyLastUsed = {
        ...(lastUse && { LastUsedDate: new Date(lastUse.at) }),
        ServiceName: lastUse?.service ?? "N/A",
        Region: lastUse?.region ?? "N/A",
      } as Iam.AccessKeyLastUsed;
      return { UserName: found.user.name, AccessKeyLastUsed };
    },

    CreateLoginProfile(
      input: Iam.CreateLoginProfileCommandInput,
      call: Call,
    ): Output<Iam.CreateLoginProfileCommandOutput> {
      const user = iam.users.get(meant(iam, "CreateLoginProfile", input.UserName, call));
      if (user.loginProfile) throw loginProfileExists(user.name);
      const profile = { createdAt: iam.now(), resetRequired: input.PasswordResetRequired ?? false };
      changeProfile(user, profile);
      return { LoginProfile: shownProfile(user, profile) };
    },

    GetLoginProfile(input: Iam.GetLoginProfileCommandInput, call: Call): Output<Iam.GetLoginProfileCommandOutput> {
      const { user, profile } = withProfile("GetLoginProfile", input.UserName, call);
      return { LoginProfile: shownProfile(user, profile) };
    },

    UpdateLoginProfile(input: Iam.UpdateLoginProfileCommandInput, call: Call) {
      const { user, profile } = withProfile("UpdateLoginProfile", input.UserName, call);
      changeProfile(user, { ...profile, resetRequired: input.PasswordResetRequired ?? profile.resetRequired });
      return {};
    },

    DeleteLoginProfile(input: Iam.DeleteLoginProfileCommandInput, call: Call) {
      changeProfile(withProfile("DeleteLoginProfile", input.UserName, call).user, undefined);
      return {};
    },
  };
}

function shownProfile({ name }: User, { createdAt, resetRequired }: LoginProfile): Iam.LoginProfile {
  return { UserName: name, CreateDate: new Date(createdAt), PasswordResetRequired: resetRequired };
}
