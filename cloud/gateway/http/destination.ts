import type { Arrival } from "./arrival.ts";

/**
 * Which service a request is for. Every service has the same address here, so it is read from what the client says
 * anyway: the scope it signed for, else the operation's target, else the API version of a form. What says nothing is
 * for S3, the only service that serves who does not sign.
 */
export function destinationOf(arrival: Arrival): string {
  const scoped = scopeOf(arrival);
  if (scoped !== undefined) return SIGNING_NAMES[scoped] ?? scoped;
  return byTarget(arrival) ?? byPath(arrival.path) ?? byVersion(arrival) ?? "s3";
}

/** `Credential=AKIA.../20260101/us-east-1/sqs/aws4_request` -> `sqs` */
function scopeOf({ headers, query }: Arrival): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return /Credential=[^/,]*\/[^/,]*\/[^/,]*\/([^/,]+)/.exec(authorization)?.[1];
  const credential = query["X-Amz-Credential"];
  return typeof credential === "string" ? credential.split("/").at(-2) : undefined;
}

/** Where the name in the scope is not the house's. */
const SIGNING_NAMES: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

function byTarget({ headers }: Arrival): string | undefined {
  const target = headers["x-amz-target"]?.split(".")[0];
  return target === undefined ? undefined : TARGETS[target];
}

const TARGETS: Readonly<Record<string, string>> = {
  AmazonSQS: "sqs",
  GraniteServiceVersion20100801: "cloudwatch",
  Logs_20140328: "logs",
  AmazonSSM: "ssm",
};

/** Smithy RPC names its service in the path, Lambda the version of its API. */
function byPath(path: string): string | undefined {
  const service = /^\/service\/(\w+)\/operation\//.exec(path)?.[1];
  if (service !== undefined) return TARGETS[service];
  return /^\/20\d\d-\d\d-\d\d\//.test(path) ? "lambda" : undefined;
}

/** A form that nobody signed is refused, unread: all services that take forms refuse alike, so any may speak. */
function byVersion({ method, query, headers }: Arrival): string | undefined {
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "sts";
  const { Action, Version } = query;
  return method === "GET" && Action !== undefined && typeof Version === "string" ? VERSIONS[Version] : undefined;
}

const VERSIONS: Readonly<Record<string, string>> = {
  "2012-11-05": "sqs",
  "2010-03-31": "sns",
  "2010-08-01": "cloudwatch",
  "2010-05-08": "iam",
  "2011-06-15": "sts",
};
