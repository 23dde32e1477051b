import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../kernel/errors.ts";
import { invalidArgument, invalidRequest } from "./errors.ts";

/**
 * Access control lists, as far as they reach here: everybody belongs to one account, so a list says whether the public
 * may, and what is said of others is kept and given back.
 *
 *     canned name, grant headers or a document -> grants
 */
export interface SentAcl {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: S3.AccessControlPolicy | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

export type Grants = readonly S3.Grant[];

const GROUPS = "http://acs.amazonaws.com/groups/";
const ALL_USERS = `${GROUPS}global/AllUsers`;
const AUTHENTICATED_USERS = `${GROUPS}global/AuthenticatedUsers`;
const LOG_DELIVERY = `${GROUPS}s3/LogDelivery`;

/** Beside the owner's full control (user guide, "Canned ACL"). */
const CANNED: Readonly<Record<string, readonly (readonly [group: string, permission: S3.Permission])[]>> = {
  private: [],
  "public-read": [[ALL_USERS, "READ"]],
  "public-read-write": [
    [ALL_USERS, "READ"],
    [ALL_USERS, "WRITE"],
  ],
  "authenticated-read": [[AUTHENTICATED_USERS, "READ"]],
  "aws-exec-read": [],
  "bucket-owner-read": [],
  "bucket-owner-full-control": [],
  "log-delivery-write": [
    [LOG_DELIVERY, "WRITE"],
    [LOG_DELIVERY, "READ_ACP"],
  ],
};

/** What everything is unless somebody says otherwise. */
export function privateAcl(owner: string): Grants {
  return [{ Grantee: { ID: owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }];
}

export function isPrivate(grants: Grants): boolean {
  return grants.every(({ Grantee }) => Grantee?.URI === undefined);
}

/** Whether just anybody is granted something. */
export function isPublic(grants: Grants): boolean {
  return grants.some(({ Grantee }) => Grantee?.URI === ALL_USERS || Grantee?.URI === AUTHENTICATED_USERS);
}

/** The grants of a request; undefined when it says nothing of them. */
export function grantsOf(sent: SentAcl, owner: string): Grants | undefined {
  const headers = HEADERS.filter(([member]) => sent[member] !== undefined);
  if (sent.ACL !== undefined) {
    if (headers.length > 0) throw invalidRequest("Specifying both Canned ACLs and Header Grants is not allowed");
    if (sent.AccessControlPolicy) throw unexpectedContent();
    return cannedGrants(sent.ACL, owner);
  }
  if (headers.length > 0) {
    if (sent.AccessControlPolicy) throw unexpectedContent();
    return headers.flatMap(([member, name, permission]) => headerGrants(sent[member]!, name, permission, owner));
  }
  return sent.AccessControlPolicy && documentGrants(sent.AccessControlPolicy, owner);
}

function cannedGrants(name: string, owner: string): Grants {
  const groups = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined;
  if (!groups) throw invalidArgument("", "x-amz-acl", name);
  return [...privateAcl(owner), ...groups.map(([URI, Permission]) => ({ Grantee: { Type: GROUP, URI }, Permission }))];
}

const GROUP = "Group" as const;

const HEADERS = [
  ["GrantFullControl", "x-amz-grant-full-control", "FULL_CONTROL"],
  ["GrantRead", "x-amz-grant-read", "READ"],
  ["GrantReadACP", "x-amz-grant-read-acp", "READ_ACP"],
  ["GrantWrite", "x-amz-grant-write", "WRITE"],
  ["GrantWriteACP", "x-amz-grant-write-acp", "WRITE_ACP"],
] as const;

/** `uri="http://...", id="..."` */
function headerGrants(text: string, name: string, Permission: S3.Permission, owner: string): S3.Grant[] {
  return text.split(",").map((part) => {
    const [, kind, value = ""] = /^\s*(uri|id)\s*=\s*"?([^"]*)"?\s*$/i.exec(part) ?? [];
    if (kind === undefined) throw invalidArgument("Argument format not recognized", name, part.trim());
    const grantee = kind.toLowerCase() === "uri" ? group(value, "uri") : user(value, owner, "id");
    return { Grantee: grantee, Permission };
  });
}

function documentGrants({ Owner, Grants }: S3.AccessControlPolicy, owner: string): Grants {
  if (!Owner?.ID || !Grants) throw malformedAcl();
  user(Owner.ID, owner, "CanonicalUser/ID");
  return Grants.map(({ Grantee, Permission }) => {
    if (!Grantee?.Type || !PERMISSIONS.has(String(Permission))) throw malformedAcl();
    if (Grantee.Type === "Group") return { Grantee: group(Grantee.URI ?? "", "Group/URI"), Permission };
    if (Grantee.Type !== "CanonicalUser") throw malformedAcl();
    return { Grantee: user(Grantee.ID ?? "", owner, "CanonicalUser/ID"), Permission };
  });
}

const PERMISSIONS = new Set<string>(["FULL_CONTROL", "READ", "READ_ACP", "WRITE", "WRITE_ACP"]);

function group(URI: string, argument: string): S3.Grantee {
  if ([ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY].includes(URI)) return { Type: GROUP, URI };
  throw invalidArgument("Invalid group uri", argument, URI);
}

/** Nobody but the account is known. */
function user(ID: string, owner: string, argument: string): S3.Grantee {
  if (ID === owner) return { ID, Type: "CanonicalUser" };
  throw invalidArgument("Invalid id", argument, ID);
}

/** What a permission on a bucket or on an object lets do (user guide, "Mapping of ACL permissions"). */
const ACTIONS: Readonly<Record<"bucket" | "object", Readonly<Record<string, readonly string[]>>>> = {
  bucket: {
    READ: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
    READ_ACP: ["s3:GetBucketAcl"],
    WRITE_ACP: ["s3:PutBucketAcl"],
  },
  object: {
    READ: ["s3:GetObject", "s3:GetObjectVersion"],
    READ_ACP: ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
    WRITE_ACP: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
  },
};

/** A bucket's WRITE is for the objects in it. */
const WRITES = ["s3:PutObject", "s3:DeleteObject"];

/** What a list grants to everybody, as statements of a policy. */
export function statementsOf(grants: Grants, kind: "bucket" | "object", arn: string): object[] {
  return grants
    .filter(({ Grantee }) => Grantee?.URI === ALL_USERS)
    .flatMap(({ Permission }) => {
      const all = Permission === "FULL_CONTROL";
      const actions = all ? Object.values(ACTIONS[kind]).flat() : (ACTIONS[kind][Permission!] ?? []);
      const writes = kind === "bucket" && (all || Permission === "WRITE");
      const allow = (Action: readonly string[], Resource: string) => ({
        Effect: "Allow",
        Principal: "*",
        Action,
        Resource,
      });
      return [...(actions.length > 0 ? [allow(actions, arn)] : []), ...(writes ? [allow(WRITES, `${arn}/*`)] : [])];
    });
}

const malformedAcl = () =>
  new AwsError(
    "MalformedACLError",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );
const unexpectedContent = () => new AwsError("UnexpectedContent", "This request does not support content", 400);
