import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Output } from "../../kernel/house.ts";
import { checkEnum, invalidParameter } from "../errors.ts";
import { groupArnOf } from "../names.ts";
import type { LogsService } from "../service.ts";
import type { LogStream } from "../stream.ts";
import { groupOf } from "./identifier.ts";
import { page } from "./page.ts";

/** The operations on log streams. */
export function streamOperations(logs: LogsService) {
  return {
    CreateLogStream(input: Logs.CreateLogStreamCommandInput): Output<Logs.CreateLogStreamCommandOutput> {
      logs.createStream(input.logGroupName!, input.logStreamName!);
      return {};
    },

    DeleteLogStream(input: Logs.DeleteLogStreamCommandInput): Output<Logs.DeleteLogStreamCommandOutput> {
      logs.group(input.logGroupName!).remove(input.logStreamName!);
      return {};
    },

    DescribeLogStreams(input: Logs.DescribeLogStreamsCommandInput): Output<Logs.DescribeLogStreamsCommandOutput> {
      const group = groupOf(input);
      checkEnum(input.orderBy, "orderBy", ["LogStreamName", "LastEventTime"]);
      const byTime = input.orderBy === "LastEventTime";
      const prefix = input.logStreamNamePrefix ?? "";
      if (byTime && prefix !== "") {
        throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
      }
      const streams = logs
        .group(group)
        .streams()
        .filter(({ name }) => name.startsWith(prefix));
      streams.sort(byTime ? byLastEvent : byName);
      if (input.descending) streams.reverse();
      const { items, next } = page(streams, input);
      const arn = groupArnOf(group, logs.place);
      return { logStreams: items.map((stream) => shown(stream, arn)), ...next };
    },
  };
}

function byName(a: LogStream, b: LogStream): number {
  return a.name < b.name ? -1 : 1;
}

function byLastEvent(a: LogStream, b: LogStream): number {
  return (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0) || byName(a, b);
}

/** Streams have shown no size since 2019; the token is a relic that nobody asks for any more. */
function shown(stream: LogStream, groupArn: string): Logs.LogStream {
  const { name, createdAt, firstEventAt, lastEventAt, lastIngestedAt } = stream;
  return {
    logStreamName: name,
    creationTime: createdAt,
    ...(firstEventAt !== undefined && {
      firstEventTimestamp: firstEventAt,
      lastEventTimestamp: lastEventAt,
      lastIngestionTime: lastIngestedAt,
      uploadSequenceToken: SEQUENCE_TOKEN,
    }),
    arn: `${groupArn}:log-stream:${name}`,
    storedBytes: 0,
  };
}

/** PutLogEvents takes any. */
export const SEQUENCE_TOKEN = "0".repeat(56);
