import { EventLog, type LogEvent } from "./event-log.ts";

/** A log stream: the lines of one writer, and the times that DescribeLogStreams tells of them. */
export class LogStream {
  readonly name: string;
  readonly createdAt: number;
  readonly log = new EventLog();
  firstEventAt: number | undefined;
  lastEventAt: number | undefined;
  lastIngestedAt: number | undefined;

  constructor(name: string, createdAt: number) {
    this.name = name;
    this.createdAt = createdAt;
  }

  append(event: LogEvent): void {
    this.log.append(event);
    if (this.firstEventAt === undefined || event.timestamp < this.firstEventAt) this.firstEventAt = event.timestamp;
    if (this.lastEventAt === undefined || event.timestamp > this.lastEventAt) this.lastEventAt = event.timestamp;
    this.lastIngestedAt = event.ingestedAt;
  }
}
