import { invalidToken } from "./errors.ts";
import { type EventLog, type LogEvent, type Position, sizeOf } from "./event-log.ts";
import { idOf, MOST_BYTES, positionOf } from "./page.ts";

/** A search over the events of a group, as FilterLogEvents wants it. */
export interface Search {
  /** Both ends inclusive, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** Oldest first, or newest first. A token keeps the direction of its search. */
  readonly ascending: boolean;
  readonly token: string | undefined;
  wants(event: LogEvent): boolean;
}

export interface Found {
  readonly events: readonly LogEvent[];
  /** Absent when nothing more matches. */
  readonly nextToken: string | undefined;
}

export function search(log: EventLog, request: Search): Found {
  const token = request.token === undefined ? undefined : readToken(request.token);
  const ascending = token?.ascending ?? request.ascending;
  const [step, bounds] = [ascending ? 1 : -1, boundsOf(log, request, token)];
  const events: LogEvent[] = [];
  let bytes = 0;
  for (let i = ascending ? bounds.start : bounds.end - 1; i >= bounds.start && i < bounds.end; i += step) {
    const event = log.at(i)!;
    if (!request.wants(event)) continue;
    bytes += sizeOf(event);
    const full = events.length === request.limit || (bytes > MOST_BYTES && events.length > 0);
    if (full) return { events, nextToken: tokenOf(ascending, event) };
    events.push(event);
  }
  return { events, nextToken: undefined };
}

/** The token names the first event of the next page. */
function boundsOf(log: EventLog, { from, to }: Search, token: Token | undefined): { start: number; end: number } {
  const start = log.indexOf({ timestamp: from, sequence: 0 });
  const end = log.indexOf({ timestamp: to + 1, sequence: 0 });
  if (!token) return { start, end };
  const next = log.indexOf(token.position);
  if (token.ascending) return { start: Math.max(start, next), end };
  return { start, end: Math.min(end, log.at(next) && isAt(log.at(next)!, token.position) ? next + 1 : next) };
}

interface Token {
  readonly ascending: boolean;
  readonly position: Position;
}

function isAt({ timestamp, sequence }: LogEvent, position: Position): boolean {
  return timestamp === position.timestamp && sequence === position.sequence;
}

function tokenOf(ascending: boolean, position: Position): string {
  return Buffer.from(`${ascending ? "a" : "d"}${idOf(position)}`).toString("base64");
}

function readToken(token: string): Token {
  const [, direction, id] = /^([ad])(3\d{55})$/.exec(Buffer.from(token, "base64").toString()) ?? [];
  if (id === undefined) throw invalidToken();
  return { ascending: direction === "a", position: positionOf(id) };
}
