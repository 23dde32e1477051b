import type * as S3 from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml, protectedByLock } from "./errors.ts";

/**
 * Object lock (user guide, "Locking objects with Object Lock"): what keeps a version from being deleted.
 *
 *     legal hold ON                   nobody deletes it until the hold is taken off
 *     GOVERNANCE until a moment       whoever may, and says so (`x-amz-bypass-governance-retention`), deletes it
 *     COMPLIANCE until a moment       nobody deletes it before, and the moment can only move away
 */
export interface Lock {
  readonly retention?: Retention | undefined;
  readonly legalHold?: "ON" | "OFF" | undefined;
}

export interface Retention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Throws AccessDenied when a version must stay. */
export function checkDeletable(lock: Lock | undefined, bypasses: boolean, now: number): void {
  if (lock?.legalHold === "ON" || isHeld(lock?.retention, bypasses, now)) throw protectedByLock();
}

function isHeld(retention: Retention | undefined, bypasses: boolean, now: number): boolean {
  if (!retention || now >= retention.until) return false;
  return retention.mode === "COMPLIANCE" || !bypasses;
}

/** The retention that takes another's place; throws when that one does not let it. */
export function replacedRetention(
  before: Retention | undefined,
  sent: S3.ObjectLockRetention,
  bypasses: boolean,
  now: number,
): Retention | undefined {
  const after = retentionOf(sent, now);
  const extends_ = before && after && after.until >= before.until && isAsStrict(before, after);
  if (!extends_ && isHeld(before, bypasses, now)) throw protectedByLock();
  return after;
}

function isAsStrict(before: Retention, after: Retention): boolean {
  return before.mode === after.mode || after.mode === "COMPLIANCE";
}

/** Mode and moment belong together; neither of them takes the retention away. */
function retentionOf({ Mode, RetainUntilDate }: S3.ObjectLockRetention, now: number): Retention | undefined {
  if (Mode === undefined && RetainUntilDate === undefined) return undefined;
  if (!RetainUntilDate || (Mode !== "GOVERNANCE" && Mode !== "COMPLIANCE")) throw malformedXml();
  const until = RetainUntilDate.getTime();
  if (until <= now) throw invalidArgument("The retain until date must be in the future!", "RetainUntilDate");
  return { mode: Mode, until };
}

type Sent = Pick<S3.PutObjectRequest, "ObjectLockMode" | "ObjectLockRetainUntilDate" | "ObjectLockLegalHoldStatus">;

const UNLOCKED: Lock = {};

/** The lock of a new object: its headers', else the bucket's default. */
export function lockOf(bucket: S3.ObjectLockConfiguration | undefined, sent: Sent, now: number): Lock {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = sent;
  if (!bucket) {
    if (mode === undefined && until === undefined && hold === undefined) return UNLOCKED;
    throw invalidRequest("Bucket is missing Object Lock Configuration");
  }
  const legalHold = hold === undefined ? undefined : checkedHold(hold);
  const asked = askedRetention(mode, until, now);
  return { retention: asked ?? defaultRetention(bucket, now), legalHold };
}

function askedRetention(mode: string | undefined, until: Date | undefined, now: number): Retention | undefined {
  if (mode === undefined && until === undefined) return undefined;
  if (mode === undefined || until === undefined) {
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
      mode === undefined ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date",
    );
  }
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") {
    throw invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
  }
  if (until.getTime() <= now) {
    const name = "x-amz-object-lock-retain-until-date";
    throw invalidArgument("The retain until date must be in the future!", name, until.toISOString());
  }
  return { mode, until: until.getTime() };
}

const DAY = 86_400_000;

function defaultRetention({ Rule }: S3.ObjectLockConfiguration, now: number): Retention | undefined {
  const { Mode, Days, Years = 0 } = Rule?.DefaultRetention ?? {};
  return Mode && { mode: Mode, until: now + (Days ?? Years * 365) * DAY };
}

export function checkedHold(status: string | undefined): "ON" | "OFF" {
  if (status === "ON" || status === "OFF") return status;
  throw malformedXml();
}

/** A configuration that says the lock is on, and may say for how long by default: in days or in years. */
export function checkedConfiguration(sent: S3.ObjectLockConfiguration | undefined): S3.ObjectLockConfiguration {
  if (sent?.ObjectLockEnabled !== "Enabled") throw malformedXml();
  if (!sent.Rule) return sent;
  const { Mode, Days, Years } = sent.Rule.DefaultRetention ?? {};
  const isMode = Mode === "GOVERNANCE" || Mode === "COMPLIANCE";
  if (!isMode || (Days === undefined) === (Years === undefined)) throw malformedXml();
  if ((Days ?? Years)! <= 0) {
    const text = "Default retention period must be a positive integer value.";
    throw invalidArgument(text, Days === undefined ? "Years" : "Days", String(Days ?? Years));
  }
  return sent;
}
