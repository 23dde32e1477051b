import type { Need } from "../kernel/house.ts";
import type { IamService } from "./service.ts";

/** The members of inputs that say what an operation is done to, and what conditions may ask about it. */
export interface NeedInput {
  readonly RoleName?: string;
  readonly UserName?: string;
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
  const target = { resource: resourceOf(iam, operation, input), context: contextOf(operation, input) };
  const need = { action: `iam:${operation}`, ...target };
  const tagging = TAGGING[operation];
  return tagging && input.Tags?.length ? [need, { action: tagging, ...target }] : [need];
}

/** Who creates something with tags must be allowed to tag it, and is refused for the want of that: "iam:TagRole". */
const TAGGING: Readonly<Record<string, string>> = {
  CreateRole: "iam:TagRole",
  CreateUser: "iam:TagUser",
  CreatePolicy: "iam:TagPolicy",
};

function resourceOf(iam: IamService, operation: string, input: NeedInput): string {
  const account = `arn:aws:iam::${iam.place.accountId}`;
  const { RoleName, UserName, PolicyName, PolicyArn, PolicySourceArn, Path = "/", PathPrefix = "/" } = input;
  if (operation === "SimulateCustomPolicy") return "*";
  if (PolicySourceArn !== undefined) return PolicySourceArn;
  if (operation === "ListRoles") return `${account}:role${PathPrefix}`;
  if (operation === "ListUsers") return `${account}:user${PathPrefix}`;
  if (operation === "ListPolicies") return `${account}:policy${PathPrefix}`;
  if (operation === "CreatePolicy") return `${account}:policy${Path}${PolicyName}`;
  if (RoleName !== undefined) return iam.roles.peek(RoleName)?.arn ?? `${account}:role${Path}${RoleName}`;
  if (UserName !== undefined) return iam.users.peek(UserName)?.arn ?? `${account}:user${Path}${UserName}`;
  // Without a user the caller is meant, who is not known here.
  return PolicyArn ?? `${account}:user/*`;
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
