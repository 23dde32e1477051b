import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import { pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import { shownProfile } from "../shapes.ts";
import { readTags, shownTags } from "../tags.ts";

/** The operations on instance profiles. */
export function instanceProfileOperations(iam: IamService) {
  return {
    CreateInstanceProfile(
      input: Iam.CreateInstanceProfileCommandInput,
    ): Output<Iam.CreateInstanceProfileCommandOutput> {
      const tags = readTags(input.Tags, "instance profile");
      const profile = iam.profiles.create(input.InstanceProfileName!, input.Path, tags);
      const shown = shownProfile(profile);
      return { InstanceProfile: profile.tags.size > 0 ? { ...shown, Tags: shownTags(profile.tags) } : shown };
    },

    GetInstanceProfile(input: Iam.GetInstanceProfileCommandInput): Output<Iam.GetInstanceProfileCommandOutput> {
      const profile = iam.profiles.get(input.InstanceProfileName!);
      return { InstanceProfile: { ...shownProfile(profile), Tags: shownTags(profile.tags) } };
    },

    ListInstanceProfiles(input: Iam.ListInstanceProfilesCommandInput): Output<Iam.ListInstanceProfilesCommandOutput> {
      const { page, rest } = pageOf(iam.profiles.all(input.PathPrefix), input);
      return { InstanceProfiles: page.map(shownProfile), ...rest };
    },

    ListInstanceProfilesForRole(
      input: Iam.ListInstanceProfilesForRoleCommandInput,
    ): Output<Iam.ListInstanceProfilesForRoleCommandOutput> {
      const { page, rest } = pageOf(iam.profiles.of(iam.roles.get(input.RoleName!)), input);
      return { InstanceProfiles: page.map(shownProfile), ...rest };
    },

    AddRoleToInstanceProfile(
      input: Iam.AddRoleToInstanceProfileCommandInput,
    ): Output<Iam.AddRoleToInstanceProfileCommandOutput> {
      iam.profiles.addRole(input.InstanceProfileName!, input.RoleName!);
      return {};
    },

    RemoveRoleFromInstanceProfile(
      input: Iam.RemoveRoleFromInstanceProfileCommandInput,
    ): Output<Iam.RemoveRoleFromInstanceProfileCommandOutput> {
      iam.profiles.removeRole(input.InstanceProfileName!, input.RoleName!);
      return {};
    },

    DeleteInstanceProfile(
      input: Iam.DeleteInstanceProfileCommandInput,
    ): Output<Iam.DeleteInstanceProfileCommandOutput> {
      iam.profiles.remove(input.InstanceProfileName!);
      return {};
    },
  };
}
