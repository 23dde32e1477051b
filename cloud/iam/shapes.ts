import type * as Iam from "@aws-sdk/client-iam";
import type { Group } from "./group.ts";
import type { Identity } from "./identity.ts";
import type { InstanceProfile } from "./instance-profiles.ts";
import type { ManagedPolicy, PolicyVersion } from "./managed-policy.ts";
import type { Role } from "./role.ts";
import type { IamService } from "./service.ts";
import { shownTags } from "./tags.ts";
import type { User } from "./user.ts";

/** Roles, users, groups and policies as IAM shows them. Which members an answer has differs by operation, as recorded. */

/** What every answer with a role has, and an instance profile has no more. */
export function shownRole(role: Role): Iam.Role {
  return {
    ...shownIdentity(role),
    RoleName: role.name,
    RoleId: role.id,
    AssumeRolePolicyDocument: encoded(role.trust.policy.source),
  };
}

/** CreateRole tells what is new and keeps the rest for GetRole. */
export function createdRole(role: Role): Iam.Role {
  return { ...shownRole(role), ...boundaryAndTags(role) };
}

export function describedRole(role: Role): Iam.Role {
  return { ...shownRole(role), ...(role.description !== undefined && { Description: role.description }) };
}

export function listedRole(role: Role): Iam.Role {
  return { ...describedRole(role), MaxSessionDuration: role.maxSessionSeconds };
}

export function detailedRole(role: Role): Iam.Role {
  return { ...listedRole(role), ...boundaryAndTags(role), RoleLastUsed: {} };
}

export function shownUser(user: User): Iam.User {
  return { ...shownIdentity(user), UserName: user.name, UserId: user.id };
}

export function detailedUser(user: User): Iam.User {
  return { ...shownUser(user), ...boundaryAndTags(user) };
}

export function shownGroup(group: Group): Iam.Group {
  return { ...shownIdentity(group), GroupName: group.name, GroupId: group.id };
}

function shownIdentity({ path, arn, createdAt }: Identity | InstanceProfile) {
  return { Path: path, Arn: arn, CreateDate: new Date(createdAt) };
}

function boundaryAndTags({ boundary, tags }: Identity) {
  return { ...shownBoundary(boundary), ...(tags.size > 0 && { Tags: shownTags(tags) }) };
}

/** The type is `Policy`, whatever the model's enumeration says. */
export function shownBoundary(boundary: ManagedPolicy | undefined): {
  PermissionsBoundary?: Iam.AttachedPermissionsBoundary;
} {
  if (!boundary) return {};
  const type = "Policy" as Iam.PermissionsBoundaryAttachmentType;
  return { PermissionsBoundary: { PermissionsBoundaryType: type, PermissionsBoundaryArn: boundary.arn } };
}

export function shownProfile(profile: InstanceProfile): Iam.InstanceProfile {
  const { name, id, role } = profile;
  return {
    ...shownIdentity(profile),
    InstanceProfileName: name,
    InstanceProfileId: id,
    Roles: role ? [shownRole(role)] : [],
  };
}

export function shownPolicy(policy: ManagedPolicy, iam: IamService, detailed = false): Iam.Policy {
  const { attached, limited } = iam.grants.holdersOf(policy);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attached.length,
    PermissionsBoundaryUsageCount: limited.length,
    IsAttachable: true,
    ...(detailed && policy.description !== undefined && { Description: policy.description }),
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(detailed && { Tags: shownTags(policy.tags) }),
  };
}

/** The document comes with Get only. */
export function shownVersion(version: PolicyVersion, policy: ManagedPolicy, withDocument = false): Iam.PolicyVersion {
  return {
    ...(withDocument && { Document: encoded(version.document) }),
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAt),
  };
}

export function shownAttached(identity: Identity, pathPrefix = "/"): Iam.AttachedPolicy[] {
  const below = identity.attached().filter(({ path }) => path.startsWith(pathPrefix));
  return below.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }));
}

/** IAM hands documents out percent-encoded, by RFC 3986. */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
