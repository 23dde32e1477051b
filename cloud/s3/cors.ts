import type * as S3 from "@aws-sdk/client-s3";
import { AwsError } from "../kernel/errors.ts";
import type { CrossOrigin } from "../kernel/house.ts";
import { invalidRequest, malformedXml } from "./errors.ts";

/**
 * Cross-origin resource sharing: which pages of other origins a bucket lets read its answers (user guide, "Using
 * cross-origin resource sharing"). The first rule that fits a request decides.
 *
 *     rules + origin, method, headers -> the headers that a browser waits for, or nothing
 */
export function checkRules(rules: readonly S3.CORSRule[]): readonly S3.CORSRule[] {
  if (rules.length === 0 || rules.length > 100) throw malformedXml();
  for (const { AllowedMethods = [], AllowedOrigins = [], AllowedHeaders = [], ExposeHeaders = [] } of rules) {
    if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
    const unknown = AllowedMethods.find((method) => !METHODS.has(method));
    if (unknown !== undefined) {
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`);
    }
    for (const origin of AllowedOrigins) checkWildcards("AllowedOrigin", origin);
    for (const header of AllowedHeaders) checkWildcards("AllowedHeader", header);
    const exposed = ExposeHeaders.find((header) => header.includes("*"));
    if (exposed === undefined) continue;
    throw invalidRequest(
      `ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
    );
  }
  return rules;
}

export const METHODS = new Set(["GET", "PUT", "HEAD", "POST", "DELETE"]);

function checkWildcards(name: string, value: string): void {
  if (value.split("*").length > 2) throw invalidRequest(`${name} "${value}" can not have more than one wildcard.`);
}

/** The headers for a request from another origin; undefined when no rule fits. */
export function sharingHeaders(
  rules: readonly S3.CORSRule[],
  request: CrossOrigin,
): Record<string, string> | undefined {
  for (const rule of rules) {
    const origin = rule.AllowedOrigins?.find((allowed) => fits(allowed, request.origin));
    if (origin !== undefined && isAllowed(rule, request)) return headersOf(rule, origin, request);
  }
  return undefined;
}

function isAllowed(
  { AllowedMethods = [], AllowedHeaders = [] }: S3.CORSRule,
  { method, headers }: CrossOrigin,
): boolean {
  const allows = (header: string) => AllowedHeaders.some((allowed) => fits(allowed.toLowerCase(), header));
  return AllowedMethods.includes(method) && headers.every(allows);
}

/** Whoever lets everybody in is told nothing of credentials. */
function headersOf(rule: S3.CORSRule, allowed: string, { origin, headers }: CrossOrigin): Record<string, string> {
  const { AllowedMethods = [], ExposeHeaders = [], MaxAgeSeconds } = rule;
  return {
    "access-control-allow-origin": allowed === "*" ? "*" : origin,
    ...(allowed !== "*" && { "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": AllowedMethods.join(", "),
    ...(headers.length > 0 && { "access-control-allow-headers": headers.join(", ") }),
    ...(ExposeHeaders.length > 0 && { "access-control-expose-headers": ExposeHeaders.join(", ") }),
    ...(MaxAgeSeconds !== undefined && { "access-control-max-age": String(MaxAgeSeconds) }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

/** `https://*.example.com`: a star stands for anything, and there is one at most. */
function fits(pattern: string, value: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === value;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}

/** Why a browser that asks beforehand may not: S3's words, its typing error included. */
export const NOT_FOUND = "Bucket not found";
export const NOT_ENABLED = "CORS is not enabled for this bucket.";
export const NOT_ALLOWED =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

export function forbidden(why: string, method: string, resourceType: "BUCKET" | "OBJECT"): AwsError {
  return new AwsError("AccessForbidden", `CORSResponse: ${why}`, 403, { Method: method, ResourceType: resourceType });
}
