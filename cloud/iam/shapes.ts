import type * as Iam from "@aws-sdk/client-iam";
import type { Identity } from "./identity.ts";
import type { ManagedPolicy, PolicyVersion } from "./managed-policy.ts";
import type { Role } from "./role.ts";
import type { IamService } from "./service.ts";
import type { User } from "./user.ts";

/** Roles, users and policies as IAM shows them. Lists show less than Get does. */

export function shownRole(role: Role, detailed = false): Iam.Role {
  return {
    ...shownIdentity(role, detailed),
    RoleName: role.name,
    RoleId: role.id,
    AssumeRolePolicyDocument: encoded(role.trust.policy.source),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(detailed && { RoleLastUsed: {} }),
  };
}

export function shownUser(user: User, detailed = false): Iam.User {
  return { ...shownIdentity(user, detailed), UserName: user.name, UserId: user.id };
}

function shownIdentity({ path, arn, createdAt, boundary, tags }: Identity, detailed: boolean) {
  return {
    Path: path,
    Arn: arn,
    CreateDate: new Date(createdAt),
    ...(detailed && boundary && { PermissionsBoundary: shownBoundary(boundary) }),
    ...(detailed && tags.size > 0 && { Tags: shownTags(tags) }),
  };
}

function shownBoundary({ arn }: ManagedPolicy): Iam.AttachedPermissionsBoundary {
  return { PermissionsBoundaryType: "PermissionsBoundaryPolicy", PermissionsBoundaryArn: arn };
}

export function shownPolicy(policy: ManagedPolicy, iam: IamService, detailed = false): Iam.Policy {
  const { attached, boundaries } = iam.usesOf(policy);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: boundaries,
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

export function shownTags(tags: ReadonlyMap<string, string>): Iam.Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

export function readTags(tags: readonly Iam.Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key!, Value ?? ""]));
}

/** IAM hands documents out percent-encoded, by RFC 3986. */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A page of a list: up to 100 items, or as many as asked for, and where the next begins. */
export function pageOf<T>(items: readonly T[], { Marker, MaxItems = 100 }: PageInput): { page: T[]; rest: PageRest } {
  const from = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64").toString());
  const to = from + MaxItems;
  const page = items.slice(from, to);
  if (to >= items.length) return { page, rest: { IsTruncated: false } };
  return { page, rest: { IsTruncated: true, Marker: Buffer.from(String(to)).toString("base64") } };
}

export interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

interface PageRest {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}
