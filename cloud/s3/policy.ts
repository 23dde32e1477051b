import { malformedPolicy } from "./errors.ts";

/**
 * Bucket policies as far as S3 itself looks at them when they are put: whether they are well formed, and whether they
 * are public. What they allow is decided elsewhere, at each request.
 */

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Throws S3's `MalformedPolicy`. The texts for JSON and Statement were recorded, those for Principal, resources and
 * actions are as issue trackers quote them, and those for the other missing fields follow their pattern.
 */
export function checkPolicy(text: string, bucketArn: string): void {
  for (const statement of statementsOf(text)) {
    if (statement.Effect === undefined) throw malformedPolicy("Missing required field Effect");
    if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
      throw malformedPolicy("Missing required field Principal");
    }
    if (statement.Action === undefined && statement.NotAction === undefined) {
      throw malformedPolicy("Missing required field Action");
    }
    const resources = listOf(statement.Resource ?? statement.NotResource);
    if (resources.length === 0) throw malformedPolicy("Missing required field Resource");
    if (!resources.every((resource) => isOf(bucketArn, resource))) throw malformedPolicy("Policy has invalid resource");
    checkActions(listOf(statement.Action), resources);
  }
}

function statementsOf(text: string): Statement[] {
  const document = text.startsWith("{") ? parsed(text) : undefined;
  if (!document) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  if (document.Statement === undefined) throw malformedPolicy("Missing required field Statement");
  return (Array.isArray(document.Statement) ? document.Statement : [document.Statement]) as Statement[];
}

function parsed(text: string): { Statement?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The bucket itself, its objects, or a pattern that may mean them. */
function isOf(bucketArn: string, resource: string): boolean {
  const bucket = resource.split("/", 1)[0]!;
  if (!/[*?]/.test(bucket)) return bucket === bucketArn;
  const pattern = bucket
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${pattern}$`).test(bucketArn);
}

/** A plain object action on the bucket alone, or the other way round, does nothing, and S3 says so. */
function checkActions(actions: readonly string[], resources: readonly string[]): void {
  const bucketOnly = resources.every((resource) => !/[*?/]/.test(resource));
  const objectsOnly = resources.every((resource) => resource.includes("/"));
  for (const action of actions) {
    if (/[*?]/.test(action)) continue;
    const ofObjects = OBJECT_ACTION.test(action);
    if ((ofObjects && bucketOnly) || (BUCKET_ACTION.test(action) && objectsOnly)) {
      throw malformedPolicy("Action does not apply to any resource(s) in statement");
    }
  }
}

/** Service Authorization Reference, Amazon S3: the resource types of the most used actions. */
const OBJECT_ACTION =
  /^s3:((Get|Put|Delete)Object(Version)?(Tagging|Acl)?|AbortMultipartUpload|ListMultipartUploadParts)$/i;
const BUCKET_ACTION =
  /^s3:(ListBucket(Versions|MultipartUploads)?|(Get|Put|Delete)Bucket\w*|(Get|Put)(Lifecycle|Encryption|Metrics)Configuration|CreateBucket)$/i;

/** Conditions that narrow a policy to callers of a fixed place (user guide, "The meaning of 'public'"). */
const NARROWING = new Set([
  "aws:principalorgid",
  "aws:principalarn",
  "aws:principalaccount",
  "aws:sourceip",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
]);

/** Whether a policy lets just anybody in. */
export function isPublic(text: string): boolean {
  return statementsOf(text).some(
    (statement) => statement.Effect === "Allow" && isAnybody(statement) && !isNarrowed(statement),
  );
}

function isAnybody({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined) return true;
  if (typeof Principal === "string") return Principal === "*";
  return listOf((Principal as { AWS?: unknown } | undefined)?.AWS).includes("*");
}

function isNarrowed({ Condition }: Statement): boolean {
  return Object.entries(Condition ?? {}).some(
    ([operator, keys]) =>
      !/Not|IfExists|Null/.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) => NARROWING.has(key.toLowerCase()) && !listOf(values).some((value) => /[*?]|\/0$/.test(value)),
      ),
  );
}
