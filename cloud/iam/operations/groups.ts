import type * as Iam from "@aws-sdk/client-iam";
import type { Output } from "../../kernel/house.ts";
import { pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import { shownGroup, shownUser } from "../shapes.ts";

/** The operations on groups and who is in them. */
export function groupOperations(iam: IamService) {
  return {
    CreateGroup(input: Iam.CreateGroupCommandInput): Output<Iam.CreateGroupCommandOutput> {
      return { Group: shownGroup(iam.createGroup({ name: input.GroupName!, path: input.Path })) };
    },

    /** The pages are those of its users. */
    GetGroup(input: Iam.GetGroupCommandInput): Output<Iam.GetGroupCommandOutput> {
      const group = iam.groups.get(input.GroupName!);
      const { page, rest } = pageOf([...group.members], input);
      return { Group: shownGroup(group), Users: page.map(shownUser), ...rest };
    },

    ListGroups(input: Iam.ListGroupsCommandInput): Output<Iam.ListGroupsCommandOutput> {
      const { page, rest } = pageOf(iam.groups.all(input.PathPrefix), input);
      return { Groups: page.map(shownGroup), ...rest };
    },

    UpdateGroup(input: Iam.UpdateGroupCommandInput): Output<Iam.UpdateGroupCommandOutput> {
      iam.rename(iam.groups.get(input.GroupName!), { name: input.NewGroupName, path: input.NewPath });
      return {};
    },

    DeleteGroup(input: Iam.DeleteGroupCommandInput): Output<Iam.DeleteGroupCommandOutput> {
      iam.removeGroup(input.GroupName!);
      return {};
    },

    AddUserToGroup(input: Iam.AddUserToGroupCommandInput): Output<Iam.AddUserToGroupCommandOutput> {
      const user = iam.users.get(input.UserName!);
      const group = iam.groups.get(input.GroupName!);
      iam.join(user, group);
      return {};
    },

    /** Whoever is not in the group need not leave it. */
    RemoveUserFromGroup(input: Iam.RemoveUserFromGroupCommandInput): Output<Iam.RemoveUserFromGroupCommandOutput> {
      const user = iam.users.get(input.UserName!);
      const group = iam.groups.get(input.GroupName!);
      group.dismiss(user);
      iam.record({ kind: "GroupLeft", group: group.name, user: user.name });
      return {};
    },
  };
}
