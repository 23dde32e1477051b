import { invalidToken } from "./errors.ts";
import { type EventLog, type LogEvent, type Position, sizeOf } from "./event-log.ts";

/**
 * Pages of log events. A token names a position in the log, not a page: events that arrive later do not shift it.
 *
 *     f/3<timestamp><sequence>/s   what comes after
 *     b/3<timestamp><sequence>/s   what came before
 */
export interface PageRequest {
  /** Inclusive, milliseconds since 1970. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly limit: number;
  /** Without a token: the first page or the last one. */
  readonly startFromHead: boolean;
  readonly token: string | undefined;
}

export interface EventPage {
  readonly events: readonly LogEvent[];
  readonly nextForwardToken: string;
  readonly nextBackwardToken: string;
}

/** One page, oldest event first whichever way the reader goes. At the end of the stream the token stays the same. */
export function pageOf(log: EventLog, request: PageRequest): EventPage {
  const token = request.token === undefined ? undefined : readToken(request.token);
  const forward = token?.forward ?? request.startFromHead;
  let start = log.indexOf({ timestamp: request.from, sequence: 0 });
  let end = log.indexOf({ timestamp: request.to, sequence: 0 });
  if (token?.forward) start = Math.max(start, log.indexOf(token.position));
  if (token && !token.forward) end = Math.min(end, log.indexOf(token.position));
  const events = forward
    ? take(log, start, end, 1, request.limit)
    : take(log, end - 1, start - 1, -1, request.limit).reverse();
  const [first, last] = [events[0], events.at(-1)];
  const still = token?.position ?? { timestamp: request.from, sequence: 0 };
  return {
    events,
    nextForwardToken: tokenOf("f", last ? after(last) : still),
    nextBackwardToken: tokenOf("b", first ?? still),
  };
}

/** The largest page: 10,000 events or a mebibyte. */
export const MOST_EVENTS = 10_000;
export const MOST_BYTES = 1_048_576;

/** Events from one index towards another, as many as a page holds. */
function take(log: EventLog, from: number, to: number, step: 1 | -1, limit: number): LogEvent[] {
  const events: LogEvent[] = [];
  let bytes = 0;
  for (let i = from; step * (to - i) > 0 && events.length < limit; i += step) {
    const event = log.at(i)!;
    bytes += sizeOf(event);
    if (bytes > MOST_BYTES && events.length > 0) break;
    events.push(event);
  }
  return events;
}

function after({ timestamp, sequence }: LogEvent): Position {
  return { timestamp, sequence: sequence + 1 };
}

/** An event's id has the same 56 digits as AWS's, and tells where it stands. */
export function idOf({ timestamp, sequence }: Position): string {
  return `3${String(timestamp).padStart(15, "0")}${String(sequence).padStart(40, "0")}`;
}

export function positionOf(id: string): Position {
  return { timestamp: Number(id.slice(1, 16)), sequence: Number(id.slice(16)) };
}

function tokenOf(direction: "f" | "b", position: Position): string {
  return `${direction}/${idOf(position)}/s`;
}

function readToken(token: string): { forward: boolean; position: Position } {
  const [, direction, id] = /^([fb])\/(3\d{55})\/s$/.exec(token) ?? [];
  if (id === undefined) throw invalidToken();
  return { forward: direction === "f", position: positionOf(id) };
}
