import type { Need } from "../kernel/house.ts";
import type { IamService } from "./service.ts";

/** The members of inputs that say what an operation is done to, and what conditions may ask about it. */
export interface NeedInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly InstanceProfileName?: string;
  readonly AccessKeyId?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly PolicySourceArn?: string;
  readonly PermissionsBoundary?: string;
  readonly Path?: string;
  readonly PathPrefix?: string;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
  readonly TagKeys?: readonly string[];
}

/**
 * What the caller of an IAM operation must be allowed to do (service authorization reference, "Actions, resources, and
 * condition keys for AWS Identity and Access Management").
 */
export function needsOf(iam: IamService, operation: string, input: NeedInput): readonly Need[] {
  const resource = resourceOf(iam, operation, input);
  if (resource === undefined) return [];
  const target = { resource, context: { ...contextOf(operation, input), ...tagsOf(iam, input) } };
  const needs = [{ action: `iam:${operation}`, ...target }];
  const tagging = TAGGING[operation];
  if (tagging && input.Tags?.length) needs.push({ action: tagging, ...target });
  // A role is passed to whatever will run as it.
  if (operation === "AddRoleToInstanceProfile") {
    needs.push({ action: "iam:PassRole", resource: identityArn(iam, { RoleName: input.RoleName! })!, context: PASSED });
  }
  return needs;
}

/** Who creates something with tags must be allowed to tag it, and is refused for the want of that: "iam:TagRole". */
const TAGGING: Readonly<Record<string, string>> = {
  CreateRole: "iam:TagRole",
  CreateUser: "iam:TagUser",
  CreatePolicy: "iam:TagPolicy",
  CreateInstanceProfile: "iam:TagInstanceProfile",
};

const PASSED = { "iam:PassedToService": "ec2.amazonaws.com" };

/** Whose rights are asked for where no user is named is known only when it is known who calls: see `meant`. */
function resourceOf(iam: IamService, operation: string, input: NeedInput): string | undefined {
  const { PolicyName, PolicyArn, PolicySourceArn, Path = "/", PathPrefix = "/" } = input;
  const account = `arn:aws:iam::${iam.place.accountId}`;
  const list = LISTS[operation];
  if (list) return `${account}:${list}${PathPrefix}`;
  // As AWS's refusals call it: there is no ARN for it.
  if (operation === "ListPolicies") return `policy path ${PathPrefix}`;
  if (operation === "CreatePolicy") return `${account}:policy${Path}${PolicyName}`;
  if (operation === "GetAccessKeyLastUsed") return iam.keys.find(input.AccessKeyId!)?.user.arn ?? "*";
  const named = PolicySourceArn ?? identityArn(iam, input) ?? PolicyArn;
  return named ?? (ON_CALLERS.has(operation) ? undefined : "*");
}

const LISTS: Readonly<Record<string, string>> = {
  ListRoles: "role",
  ListUsers: "user",
  ListGroups: "group",
  ListInstanceProfiles: "instance-profile",
};

/** What takes in a user or a role is what it is about: the group, the instance profile. */
function identityArn(iam: IamService, input: NeedInput): string | undefined {
  const { RoleName, UserName, GroupName, InstanceProfileName, Path = "/" } = input;
  const account = `arn:aws:iam::${iam.place.accountId}`;
  if (InstanceProfileName !== undefined) {
    return iam.profiles.peek(InstanceProfileName)?.arn ?? `${account}:instance-profile${Path}${InstanceProfileName}`;
  }
  if (GroupName !== undefined) return iam.groups.peek(GroupName)?.arn ?? `${account}:group${Path}${GroupName}`;
  if (RoleName !== undefined) return iam.roles.peek(RoleName)?.arn ?? `${account}:role${Path}${RoleName}`;
  if (UserName !== undefined) return iam.users.peek(UserName)?.arn ?? `${account}:user${Path}${UserName}`;
  return undefined;
}

/** Operations on the caller, if they name nobody. */
const ON_CALLERS = new Set(
  "GetUser CreateAccessKey ListAccessKeys UpdateAccessKey DeleteAccessKey CreateLoginProfile GetLoginProfile UpdateLoginProfile DeleteLoginProfile".split(
    " ",
  ),
);

/** The tags of what is there already: conditions ask for them by two names. */
function tagsOf(iam: IamService, input: NeedInput): Record<string, string> {
  const { RoleName, UserName, PolicyArn, InstanceProfileName } = input;
  const tagged =
    (InstanceProfileName !== undefined && iam.profiles.peek(InstanceProfileName)) ||
    (RoleName !== undefined && iam.roles.peek(RoleName)) ||
    (UserName !== undefined && input.GroupName === undefined && iam.users.peek(UserName)) ||
    (PolicyArn !== undefined && iam.managed.find(PolicyArn));
  const context: Record<string, string> = {};
  for (const [key, value] of tagged ? tagged.tags : []) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`iam:ResourceTag/${key}`] = value;
  }
  return context;
}

function contextOf(operation: string, input: NeedInput): Record<string, string | readonly string[]> {
  const { PolicyArn, PermissionsBoundary, Tags, TagKeys } = input;
  const context: Record<string, string | readonly string[]> = {};
  if (PolicyArn !== undefined && /^(At|De)tach/.test(operation)) context["iam:PolicyARN"] = PolicyArn;
  if (PermissionsBoundary !== undefined) context["iam:PermissionsBoundary"] = PermissionsBoundary;
  for (const { Key, Value } of Tags ?? []) context[`aws:RequestTag/${Key}`] = Value ?? "";
  const keys = TagKeys ?? Tags?.map(({ Key }) => Key!);
  if (keys) context["aws:TagKeys"] = keys;
  return context;
}
