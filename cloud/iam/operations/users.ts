import type * as Iam from "@aws-sdk/client-iam";
import type { Call, Output } from "../../kernel/house.ts";
import { needsUserName } from "../errors.ts";
import type { IamService } from "../service.ts";
import { pageOf, readTags, shownUser } from "../shapes.ts";

/** The operations on users and their access keys. Where no user is named, the caller is meant. */
export function userOperations(iam: IamService) {
  const named = (name: string | undefined, call: Call) => name ?? callerName(iam, call);
  return {
    CreateUser(input: Iam.CreateUserCommandInput): Output<Iam.CreateUserCommandOutput> {
      const { UserName, Path, PermissionsBoundary, Tags } = input;
      const names = { name: UserName!, path: Path, boundaryArn: PermissionsBoundary };
      return { User: shownUser(iam.createUser({ ...names, tags: readTags(Tags) }), true) };
    },

    GetUser(input: Iam.GetUserCommandInput, call: Call): Output<Iam.GetUserCommandOutput> {
      if (input.UserName === undefined && isRoot(call)) return { User: shownRoot(iam, call) };
      return { User: shownUser(iam.users.get(named(input.UserName, call)), true) };
    },

    ListUsers(input: Iam.ListUsersCommandInput): Output<Iam.ListUsersCommandOutput> {
      const below = iam.users.all().filter(({ path }) => path.startsWith(input.PathPrefix ?? "/"));
      const { page, rest } = pageOf(below, input);
      return { Users: page.map((user) => shownUser(user)), ...rest };
    },

    DeleteUser(input: Iam.DeleteUserCommandInput): Output<Iam.DeleteUserCommandOutput> {
      iam.removeUser(input.UserName!);
      return {};
    },

    CreateAccessKey(input: Iam.CreateAccessKeyCommandInput, call: Call): Output<Iam.CreateAccessKeyCommandOutput> {
      const UserName = named(input.UserName, call);
      const { id, secret, status, createdAt } = iam.createAccessKey(UserName);
      const CreateDate = new Date(createdAt);
      return { AccessKey: { UserName, AccessKeyId: id, SecretAccessKey: secret, Status: status, CreateDate } };
    },

    ListAccessKeys(input: Iam.ListAccessKeysCommandInput, call: Call): Output<Iam.ListAccessKeysCommandOutput> {
      const user = iam.users.get(named(input.UserName, call));
      const { page, rest } = pageOf(user.keys(), input);
      const shown = page.map(({ id, status, createdAt }) => ({
        UserName: user.name,
        AccessKeyId: id,
        Status: status,
        CreateDate: new Date(createdAt),
      }));
      return { AccessKeyMetadata: shown, ...rest };
    },

    DeleteAccessKey(input: Iam.DeleteAccessKeyCommandInput, call: Call): Output<Iam.DeleteAccessKeyCommandOutput> {
      iam.removeAccessKey(named(input.UserName, call), input.AccessKeyId!);
      return {};
    },
  };
}

function callerName(iam: IamService, { callerArn }: Call): string {
  const user = iam.users.find(callerArn);
  if (!user) throw needsUserName();
  return user.name;
}

function isRoot({ callerArn }: Call): boolean {
  return callerArn.endsWith(":root");
}

/** The account's root has no user name and no path, although the model requires them. */
function shownRoot(iam: IamService, { callerArn, callerId }: Call): Iam.User {
  return { UserId: callerId, Arn: callerArn, CreateDate: new Date(iam.bornAt) } as Iam.User;
}
