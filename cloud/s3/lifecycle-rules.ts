import type * as S3 from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml } from "./errors.ts";

/** What S3 takes as a lifecycle configuration (API reference, LifecycleRule; refusals as recorded on AWS). */
export function checkLifecycle(rules: readonly S3.LifecycleRule[]): void {
  if (rules.length === 0 || rules.length > 1000) throw malformedXml();
  rules.forEach(checkRule);
  const ids = rules.flatMap(({ ID }) => (ID === undefined ? [] : [ID]));
  const again = ids.find((id, i) => ids.indexOf(id) < i);
  if (again === undefined) return;
  throw invalidArgument("Rule ID must be unique. Found same ID for more than one rule", "ID", again);
}

/** A rule says whether it is on, to which objects, and what happens to them. */
function checkRule(rule: S3.LifecycleRule): void {
  const { Status, Filter, Prefix } = rule;
  if (Status !== "Enabled" && Status !== "Disabled") throw malformedXml();
  if ((Filter === undefined) === (Prefix === undefined)) throw malformedXml();
  if (Filter) checkFilter(Filter);
  if (!ACTIONS.some((action) => rule[action] !== undefined)) {
    throw invalidRequest("At least one action needs to be specified in a rule");
  }
  if (rule.Expiration) checkExpiration(rule.Expiration);
  const { NoncurrentVersionExpiration: noncurrent } = rule;
  if (noncurrent && noncurrent.NoncurrentDays === undefined) throw malformedXml();
}

const ACTIONS = [
  "Expiration",
  "Transitions",
  "NoncurrentVersionTransitions",
  "NoncurrentVersionExpiration",
  "AbortIncompleteMultipartUpload",
] as const;

/** One condition, or several in `And`. */
function checkFilter(filter: S3.LifecycleRuleFilter): void {
  const given = Object.values(filter).filter((condition) => condition !== undefined);
  if (given.length > 1) throw malformedXml();
  const { And } = filter;
  if (!And) return;
  const conditions = Object.values(And).filter((condition) => condition !== undefined);
  if (conditions.length + Math.max(0, (And.Tags?.length ?? 0) - 1) < 2) throw malformedXml();
  const keys = (And.Tags ?? []).map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw invalidRequest("Duplicate Tag Keys are not allowed.");
}

function checkExpiration({ Date: date, Days, ExpiredObjectDeleteMarker }: S3.LifecycleExpiration): void {
  const given = [date, Days, ExpiredObjectDeleteMarker].filter((what) => what !== undefined);
  if (given.length !== 1) throw malformedXml();
  if (Days !== undefined && Days <= 0) {
    throw invalidArgument("'Days' for Expiration action must be a positive integer", "Days", String(Days));
  }
  if (date && date.getTime() % 86_400_000 !== 0) {
    throw invalidArgument("'Date' must be at midnight GMT", "Date", date.toISOString());
  }
}
