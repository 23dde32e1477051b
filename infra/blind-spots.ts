/**
 * What neither `terraform validate` nor `terraform plan` sees, and AWS refuses when it is applied, half a minute into a deployment: a zip
 * that is not there, a policy that says nothing, an event S3 has no name for, notification filters that overlap, a bucket name S3 does
 * not take. The synthesised JSON knows all of it beforehand.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Synthesis, TerraformJson } from "./synthesis.ts";

export interface BlindSpot {
  /** Terraform's: `aws_s3_bucket.documents`. */
  readonly address: string;
  /** A sentence. */
  readonly message: string;
}

/** Every mistake of these kinds; of a sound stack none. An unresolved `${...}` in a place that is looked at counts as right. */
export function blindSpots({ json, folder }: Pick<Synthesis, "json" | "folder">): BlindSpot[] {
  return resources(json).flatMap((resource) =>
    CHECKS.flatMap((check) => check(resource, folder)).map((message) => ({ address: resource.address, message })),
  );
}

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The complaints about one resource. */
type Check = (resource: Resource, folder: string) => string[];

const missingFile: Check = ({ body: { filename } }, folder) =>
  typeof filename !== "string" || isUnresolved(filename) || existsSync(join(folder, filename))
    ? []
    : [`There is no file ${filename}.`];

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET_NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const badBucketName: Check = ({ type, body: { bucket } }) =>
  type !== "aws_s3_bucket" || typeof bucket !== "string" || isUnresolved(bucket) || BUCKET_NAME.test(bucket)
    ? []
    : [`S3 takes no bucket of the name ${bucket}.`];

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
const S3_EVENTS: Readonly<Record<string, readonly string[]>> = {
  ObjectCreated: ["*", "Put", "Post", "Copy", "CompleteMultipartUpload"],
  ObjectRemoved: ["*", "Delete", "DeleteMarkerCreated"],
  ObjectRestore: ["*", "Post", "Completed", "Delete"],
  ObjectTagging: ["*", "Put", "Delete"],
  ObjectAnnotation: ["*", "Put", "Delete"],
  ObjectAcl: ["Put"],
  ObjectRetention: ["Put"],
  LifecycleExpiration: ["*", "Delete", "DeleteMarkerCreated"],
  Replication: [
    "*",
    "OperationFailedReplication",
    "OperationMissedThreshold",
    "OperationReplicatedAfterThreshold",
    "OperationNotTracked",
  ],
};
const WITHOUT_KINDS = ["s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ReducedRedundancyLostObject"];

/** Every event a bucket can notify of. */
export const EVENT_NAMES: ReadonlySet<string> = new Set([
  ...Object.entries(S3_EVENTS).flatMap(([noun, kinds]) => kinds.map((kind) => `s3:${noun}:${kind}`)),
  ...WITHOUT_KINDS,
]);

const unknownEvents: Check = (resource) =>
  rulesOf(resource)
    .flatMap(({ events }) => events)
    .filter((event) => !EVENT_NAMES.has(event))
    .map((event) => `S3 knows no event ${event}.`);

/** S3 refuses two rules of which one object could match both at one event. */
const overlaps: Check = (resource) => {
  const rules = rulesOf(resource);
  const pairs = rules.flatMap((a, i) => rules.slice(i + 1).map((b) => [a, b] as const));
  return pairs.filter(([a, b]) => overlap(a, b)).map(([a, b]) => `The filters ${shown(a)} and ${shown(b)} overlap.`);
};

/** A trust policy is about the role it belongs to and names no resource; every other statement names one. */
const emptyStatements: Check = ({ body: { policy, assume_role_policy } }) => [
  ...statementsOf(policy).flatMap((statement) => complaintsAbout(statement, ["Action", "Resource"])),
  ...statementsOf(assume_role_policy).flatMap((statement) => complaintsAbout(statement, ["Action", "Principal"])),
];

const CHECKS: readonly Check[] = [missingFile, badBucketName, unknownEvents, overlaps, emptyStatements];

interface Rule {
  readonly events: readonly string[];
  readonly filter_prefix?: string;
  readonly filter_suffix?: string;
}

function rulesOf({ type, body: { lambda_function = [], topic = [], queue = [] } }: Resource): Rule[] {
  return type === "aws_s3_bucket_notification" ? ([lambda_function, topic, queue].flat() as Rule[]) : [];
}

/** One prefix begins the other, one suffix ends the other, and both rules hear of some event. */
function overlap(a: Rule, b: Rule): boolean {
  const { filter_prefix: prefix = "", filter_suffix: suffix = "" } = a;
  const { filter_prefix: other = "", filter_suffix: otherSuffix = "" } = b;
  return (
    a.events.some((event) => b.events.some((second) => covers(event, second) || covers(second, event))) &&
    (prefix.startsWith(other) || other.startsWith(prefix)) &&
    (suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix))
  );
}

function covers(event: string, other: string): boolean {
  return event === other || (event.endsWith("*") && other.startsWith(event.slice(0, -1)));
}

const shown = ({ filter_prefix = "", filter_suffix = "" }: Rule) => `${filter_prefix}*${filter_suffix}`;

type Statement = Readonly<Record<string, unknown>>;

/** A document that is not JSON is found by the provider itself. */
function statementsOf(policy: unknown): Statement[] {
  if (typeof policy !== "string" || !policy.includes('"Statement"')) return [];
  const statements = [JSON.parse(policy).Statement].flat();
  return statements.length > 0 ? statements : [{}];
}

/** Each element may also be there in its negated form, `NotAction`. */
function complaintsAbout(statement: Statement, elements: readonly string[]): string[] {
  const effect = ["Allow", "Deny"].includes(String(statement.Effect)) ? [] : ["Effect"];
  const missing = elements.filter((element) => isEmpty(statement[element] ?? statement[`Not${element}`]));
  return [...effect, ...missing].map(
    (element) => `A policy statement has no ${element}: ${JSON.stringify(statement)}.`,
  );
}

function isEmpty(element: unknown): boolean {
  return element === undefined || element === null || [element].flat().length === 0 || element === "";
}

const isUnresolved = (text: string) => text.includes("${");

function resources({ resource }: TerraformJson): Resource[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ address: `${type}.${name}`, type, body })),
  );
}
