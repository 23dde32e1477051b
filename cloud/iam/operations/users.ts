import type * as Iam from "@aws-sdk/client-iam";
import type { Call, Output } from "../../kernel/house.ts";
import { needsUserName } from "../errors.ts";
import { pageOf } from "../page.ts";
import type { IamService } from "../service.ts";
import { detailedUser, shownGroup, shownUser } from "../shapes.ts";
import { readTags } from "../tags.ts";

/** The operations on users themselves. */
export function userOperations(iam: IamService) {
  return {
    CreateUser(input: Iam.CreateUserCommandInput): Output<Iam.CreateUserCommandOutput> {
      const { UserName, Path, PermissionsBoundary, Tags } = input;
      const names = { name: UserName!, path: Path, boundaryArn: PermissionsBoundary };
      return { User: detailedUser(iam.createUser({ ...names, tags: readTags(Tags, "user") })) };
    },

    GetUser(input: Iam.GetUserCommandInput, call: Call): Output<Iam.GetUserCommandOutput> {
      if (input.UserName === undefined && isRoot(call)) return { User: shownRoot(iam, call) };
      return { User: detailedUser(iam.users.get(meant(iam, "GetUser", input.UserName, call))) };
    },

    ListUsers(input: Iam.ListUsersCommandInput): Output<Iam.ListUsersCommandOutput> {
      const { page, rest } = pageOf(iam.users.all(input.PathPrefix), input);
      return { Users: page.map(shownUser), ...rest };
    },

    UpdateUser(input: Iam.UpdateUserCommandInput): Output<Iam.UpdateUserCommandOutput> {
      const { NewUserName, NewPath } = input;
      iam.rename(iam.users.get(input.UserName!), { name: NewUserName, path: NewPath });
      return {};
    },

    DeleteUser(input: Iam.DeleteUserCommandInput): Output<Iam.DeleteUserCommandOutput> {
      iam.removeUser(input.UserName!);
      return {};
    },

    ListGroupsForUser(input: Iam.ListGroupsForUserCommandInput): Output<Iam.ListGroupsForUserCommandOutput> {
      const { page, rest } = pageOf([...iam.users.get(input.UserName!).groups], input);
      return { Groups: page.map(shownGroup), ...rest };
    },

    PutUserPermissionsBoundary(
      input: Iam.PutUserPermissionsBoundaryCommandInput,
    ): Output<Iam.PutUserPermissionsBoundaryCommandOutput> {
      iam.grants.setBoundary(iam.users.get(input.UserName!), input.PermissionsBoundary);
      return {};
    },

    DeleteUserPermissionsBoundary(
      input: Iam.DeleteUserPermissionsBoundaryCommandInput,
    ): Output<Iam.DeleteUserPermissionsBoundaryCommandOutput> {
      iam.grants.setBoundary(iam.users.get(input.UserName!), undefined);
      return {};
    },
  };
}

/** The user an operation is about: where none is named, the caller is meant, and must have the right on itself. */
export function meant(iam: IamService, operation: string, name: string | undefined, call: Call): string {
  if (name !== undefined) return name;
  const user = iam.users.find(call.callerArn);
  if (!user) throw needsUserName();
  call.authorize?.({ action: `iam:${operation}`, resource: user.arn });
  return user.name;
}

function isRoot({ callerArn }: Call): boolean {
  return callerArn.endsWith(":root");
}

/** The account's root has no user name and no path, although the model requires them. */
function shownRoot(iam: IamService, { callerArn, callerId }: Call): Iam.User {
  return { UserId: callerId, Arn: callerArn, CreateDate: new Date(iam.bornAt) } as Iam.User;
}
