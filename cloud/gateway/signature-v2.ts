import { createHmac } from "node:crypto";
import { AwsError } from "../kernel/errors.ts";

/**
 * Signature Version 2 in the query, which boto3 and the first AWS CLI still choose for presigned URLs of S3 in the
 * oldest regions (S3 developer guide, "Signing and authenticating REST requests"; query string authentication):
 *
 *     GET\n  content-md5\n  content-type\n  expires\n  x-amz-headers\n  /bucket/key?subresources
 */
export interface OldClaim {
  readonly accessKeyId: string;
  readonly signature: string;
  /** In seconds since 1970. */
  readonly expires: string;
  readonly sessionToken: string | undefined;
}

export interface OldSignable {
  readonly method: string;
  /** As it came; the bucket of a virtual-hosted address in front of it. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Undefined when the URL was not presigned in this way; throws when it was by halves. */
export function oldClaimOf({ query, headers }: OldSignable): OldClaim | undefined {
  const { AWSAccessKeyId, Signature, Expires } = query;
  if (AWSAccessKeyId === undefined && Signature === undefined) return undefined;
  if (typeof AWSAccessKeyId !== "string" || typeof Signature !== "string" || typeof Expires !== "string") {
    const text = "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters";
    throw new AwsError("AccessDenied", text, 403);
  }
  const token = query["x-amz-security-token"] ?? headers["x-amz-security-token"];
  return {
    accessKeyId: AWSAccessKeyId,
    // Base64 has plus signs, which clients leave as they are and forms read as spaces.
    signature: Signature.replaceAll(" ", "+"),
    expires: Expires,
    sessionToken: token as string | undefined,
  };
}

export function oldStringToSign(request: OldSignable, expires: string): string {
  const { method, query, headers } = request;
  const given = (name: string) => headers[name] ?? (typeof query[name] === "string" ? query[name] : "");
  const amazon = [...new Set([...Object.keys(headers), ...Object.keys(query)])].filter((name) => /^x-amz-/.test(name));
  const lines = amazon.sort().map((name) => `${name}:${given(name)}\n`);
  const standard = [method, given("content-md5"), given("content-type"), expires, ""].join("\n");
  return standard + lines.join("") + resourceOf(request);
}

export function signOld(secret: string, text: string): string {
  return createHmac("sha1", secret).update(text).digest("base64");
}

function resourceOf({ path, query }: OldSignable): string {
  const names = Object.keys(query).filter((name) => SUBRESOURCES.has(name) || name.startsWith("response-"));
  if (names.length === 0) return path;
  const parts = names.sort().map((name) => (query[name] === "" ? name : `${name}=${query[name]}`));
  return `${path}?${parts.join("&")}`;
}

const SUBRESOURCES = new Set([
  "accelerate",
  "acl",
  "analytics",
  "cors",
  "delete",
  "inventory",
  "lifecycle",
  "location",
  "logging",
  "metrics",
  "notification",
  "object-lock",
  "partNumber",
  "policy",
  "replication",
  "requestPayment",
  "restore",
  "select",
  "select-type",
  "storageClass",
  "tagging",
  "torrent",
  "uploadId",
  "uploads",
  "versionId",
  "versioning",
  "versions",
  "website",
]);
