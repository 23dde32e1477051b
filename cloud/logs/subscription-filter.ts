import { gzipSync } from "node:zlib";
import type { Distribution } from "@aws-sdk/client-cloudwatch-logs";
import type { LogEvent } from "./event-log.ts";
import { idOf } from "./page.ts";
import { compile, type Pattern } from "./pattern/pattern.ts";

/** A subscription filter: hands what matches its pattern to a function, as it comes in. */
export class SubscriptionFilter {
  readonly name: string;
  readonly source: string;
  readonly functionArn: string;
  readonly distribution: Distribution;
  readonly createdAt: number;
  readonly #pattern: Pattern;

  constructor(draft: SubscriptionDraft, createdAt: number) {
    this.name = draft.name;
    this.source = draft.source;
    this.functionArn = draft.functionArn;
    this.distribution = draft.distribution ?? "ByLogStream";
    this.createdAt = createdAt;
    this.#pattern = compile(draft.source);
  }

  /** The event for the function, JSON; nothing when nothing matches. */
  eventOf(events: readonly LogEvent[], origin: Origin): string | undefined {
    const chosen = events.filter(({ message }) => this.#pattern.matches(message));
    if (chosen.length === 0) return undefined;
    const data = {
      messageType: "DATA_MESSAGE",
      owner: origin.owner,
      logGroup: origin.group,
      logStream: origin.stream,
      subscriptionFilters: [this.name],
      logEvents: chosen.map((event) => ({
        id: idOf(event),
        timestamp: event.timestamp,
        message: event.message,
        ...(this.#pattern.kind === "fields" && { extractedFields: unmarked(this.#pattern.extracted(event.message)) }),
      })),
    };
    return JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(data)).toString("base64") } });
  }
}

export interface SubscriptionDraft {
  readonly name: string;
  readonly source: string;
  readonly functionArn: string;
  readonly distribution?: Distribution | undefined;
}

/** Where the events come from. */
export interface Origin {
  readonly owner: string;
  readonly group: string;
  readonly stream: string;
}

/** Subscribers get the names of fields without the dollar sign ("Subscription filters" in the user guide). */
function unmarked(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.slice(1), value]));
}
