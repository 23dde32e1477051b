import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../../chaos/call.ts";
import type { Attempts } from "../../chaos/world.ts";

/** The right is on the streams of a group, whatever they are called. */
export const attemptCalls = (group: string): Call[] => [
  { operation: "logs:FilterLogEvents", resource: `log-group:${group}:*` },
];

/**
 * Attempts and strikes out of a function's log, where the feed of an embedded cloud is not at hand: Lambda writes a
 * START line for every attempt and keeps the request id over all attempts of an event; the injector writes a line of
 * JSON for every strike.
 */
export async function attemptsIn(logs: CloudWatchLogsClient, group: string, window: Window): Promise<Attempts> {
  const starts = await startsIn(logs, group, window);
  const strikes = await strikesIn(logs, group, window);
  const counts = { first: 0, struck: 0, laterStrikes: 0 };
  for (const [requestId, times] of starts) {
    if (!isWithin(times[0]!, window)) continue;
    counts.first++;
    const struckAttempts = (strikes.get(requestId) ?? []).map((at) => attemptAt(times, at));
    if (struckAttempts.includes(1)) counts.struck++;
    counts.laterStrikes += struckAttempts.filter((attempt) => attempt > 1).length;
  }
  return counts;
}

/** Milliseconds since 1970. */
export interface Window {
  readonly fault: string;
  readonly from: number;
  readonly until: number;
}

/** Attempts of one event lie a minute apart, so a second decides which of them a strike belongs to. */
const TOLERANCE = 1000;
/** An event whose first attempt lies in the window may be tried again this long after it. */
const RETRIES = 240_000;
/** A first attempt before the window makes an attempt inside a later one. */
const BEFORE = 240_000;

async function startsIn(logs: CloudWatchLogsClient, group: string, window: Window): Promise<Map<string, number[]>> {
  const starts = new Map<string, number[]>();
  for await (const { message, timestamp } of linesIn(logs, group, "START", window)) {
    const requestId = /^START RequestId: (\S+)/.exec(message)?.[1];
    if (requestId)
      starts.set(
        requestId,
        [...(starts.get(requestId) ?? []), timestamp].sort((a, b) => a - b),
      );
  }
  return starts;
}

async function strikesIn(logs: CloudWatchLogsClient, group: string, window: Window): Promise<Map<string, number[]>> {
  const strikes = new Map<string, number[]>();
  const pattern = `{ $.chaos = "strike" && $.fault = "${window.fault}" }`;
  for await (const { message } of linesIn(logs, group, pattern, window)) {
    const { requestId, start } = JSON.parse(message) as { requestId: string; start: number };
    strikes.set(requestId, [...(strikes.get(requestId) ?? []), start]);
  }
  return strikes;
}

async function* linesIn(logs: CloudWatchLogsClient, group: string, filterPattern: string, { from, until }: Window) {
  const asked = { logGroupName: group, filterPattern, startTime: from - BEFORE, endTime: until + RETRIES };
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new FilterLogEventsCommand({ ...asked, ...(nextToken && { nextToken }) }));
    for (const { message = "", timestamp = 0 } of page.events ?? []) yield { message, timestamp };
    nextToken = page.nextToken;
  } while (nextToken);
}

function attemptAt(starts: readonly number[], at: number): number {
  return starts.filter((start) => start <= at + TOLERANCE).length;
}

function isWithin(at: number, { from, until }: Window): boolean {
  return at >= from && at < until;
}
