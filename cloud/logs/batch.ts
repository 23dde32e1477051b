import { constraint, invalidParameter } from "./errors.ts";
import { sizeOf } from "./event-log.ts";
import { DAY } from "./group.ts";

/** What a writer gives. */
export interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** PutLogEvents' sorting: what is taken, and where the too old, the expired and the too new begin and end. */
export interface Sifted {
  readonly accepted: readonly Line[];
  readonly rejected: Rejected | undefined;
}

export interface Rejected {
  /** Exclusive. */
  readonly tooOldLogEventEndIndex?: number;
  /** Exclusive; what the group's retention has forgotten already. */
  readonly expiredLogEventEndIndex?: number;
  /** Inclusive. */
  readonly tooNewLogEventStartIndex?: number;
}

const HOUR = 3_600_000;
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;

/**
 * The rules of the API reference: in chronological order, at most 10,000 events and 1 MiB; older than 14 days or than
 * the retention, and newer than two hours from now, is rejected; what remains spans at most 24 hours.
 */
export function sift(now: number, lines: readonly Line[], keepsSince: number): Sifted {
  checkShape(lines);
  const tooOld = countWhile(lines, ({ timestamp }) => timestamp < now - 14 * DAY);
  const expired = countWhile(lines, ({ timestamp }) => timestamp < keepsSince);
  const tooNew = countWhile(lines, ({ timestamp }) => timestamp <= now + 2 * HOUR);
  const accepted = lines.slice(Math.max(tooOld, expired), tooNew);
  if (accepted.length > 0 && accepted.at(-1)!.timestamp - accepted[0]!.timestamp > DAY) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  const rejected: Rejected = {
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
    ...(tooNew < lines.length && { tooNewLogEventStartIndex: tooNew }),
  };
  return { accepted, rejected: accepted.length === lines.length ? undefined : rejected };
}

function checkShape(lines: readonly Line[]): void {
  if (lines.length === 0) throw constraint("[]", "logEvents", "have length greater than or equal to 1");
  if (lines.length > MOST_EVENTS)
    throw constraint("[...]", "logEvents", `have length less than or equal to ${MOST_EVENTS}`);
  let bytes = 0;
  for (const [i, line] of lines.entries()) {
    if (line.message === "") {
      throw constraint("", `logEvents.${i + 1}.member.message`, "have length greater than or equal to 1");
    }
    if (i > 0 && line.timestamp < lines[i - 1]!.timestamp) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
    bytes += sizeOf(line);
  }
  if (bytes > MOST_BYTES) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
}

/** How many lines at the beginning are so. The lines are in order, but the count is right for any. */
function countWhile(lines: readonly Line[], test: (line: Line) => boolean): number {
  const end = lines.findIndex((line) => !test(line));
  return end < 0 ? lines.length : end;
}
