import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Output } from "../../kernel/house.ts";
import type { Line } from "../batch.ts";
import { invalidParameter } from "../errors.ts";
import type { EventLog } from "../event-log.ts";
import { idOf, MOST_EVENTS, pageOf } from "../page.ts";
import { compile } from "../pattern/pattern.ts";
import { search } from "../search.ts";
import type { LogsService } from "../service.ts";
import { groupOf } from "./identifier.ts";
import { checkLimit } from "./page.ts";
import { SEQUENCE_TOKEN } from "./streams.ts";

/** The operations on log events. */
export function eventOperations(logs: LogsService) {
  return {
    PutLogEvents(input: Logs.PutLogEventsCommandInput): Output<Logs.PutLogEventsCommandOutput> {
      const rejected = logs.put(input.logGroupName!, input.logStreamName!, input.logEvents as Line[]);
      return { nextSequenceToken: SEQUENCE_TOKEN, ...(rejected && { rejectedLogEventsInfo: rejected }) };
    },

    GetLogEvents(input: Logs.GetLogEventsCommandInput): Output<Logs.GetLogEventsCommandOutput> {
      const limit = input.limit ?? MOST_EVENTS;
      checkLimit(limit, MOST_EVENTS);
      const { log } = logs.stream(groupOf(input), input.logStreamName!);
      const { events, ...tokens } = pageOf(log, {
        from: Math.max(0, input.startTime ?? 0),
        to: input.endTime ?? Number.MAX_SAFE_INTEGER,
        limit,
        startFromHead: input.startFromHead ?? false,
        token: input.nextToken,
      });
      return {
        events: events.map(({ timestamp, message, ingestedAt }) => ({ timestamp, message, ingestionTime: ingestedAt })),
        ...tokens,
      };
    },

    FilterLogEvents(input: Logs.FilterLogEventsCommandInput): Output<Logs.FilterLogEventsCommandOutput> {
      const limit = input.limit ?? MOST_EVENTS;
      checkLimit(limit, MOST_EVENTS);
      const { matches } = compile(input.filterPattern ?? "");
      const { log, chosen } = sourceOf(logs, input);
      const { events, nextToken } = search(log, {
        from: Math.max(0, input.startTime ?? 0),
        to: input.endTime ?? Number.MAX_SAFE_INTEGER - 1,
        limit,
        ascending: input.startFromHead ?? true,
        token: input.nextToken,
        wants: ({ stream, message }) => chosen(stream) && matches(message),
      });
      return {
        events: events.map((event) => ({
          logStreamName: event.stream,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.ingestedAt,
          eventId: idOf(event),
        })),
        searchedLogStreams: [],
        ...(nextToken !== undefined && { nextToken }),
      };
    },
  };
}

/** The log to search, and which streams of it: one stream has a log of its own. */
function sourceOf(
  logs: LogsService,
  input: Logs.FilterLogEventsCommandInput,
): { log: EventLog; chosen: (stream: string) => boolean } {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  // AWS documents the refusal; the words are modelled on those about log groups.
  if (names?.length && prefix !== undefined) {
    throw invalidParameter("LogStream names and LogStream name prefix are mutually exclusive parameters.");
  }
  const group = groupOf(input);
  if (names?.length === 1) return { log: logs.stream(group, names[0]!).log, chosen: () => true };
  const { log } = logs.group(group);
  if (!names?.length) return { log, chosen: (stream) => stream.startsWith(prefix ?? "") };
  for (const name of names) logs.stream(group, name);
  const wanted = new Set(names);
  return { log, chosen: (stream) => wanted.has(stream) };
}
