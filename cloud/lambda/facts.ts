import type { GivenUp } from "./async-event.ts";

/** Whose invocation or event it is. */
interface Whose {
  /** The function's name. */
  readonly function: string;
  /** As CloudWatch names it: the function's name, with `:` and the qualifier if one was asked for. */
  readonly resource: string;
  readonly requestId: string;
}

/** One attempt that reached a handler. */
interface Run extends Whose {
  readonly version: string;
  /** From 1; throttled attempts do not count. */
  readonly attempt: number;
  /** The environment's id, which also ends the name of its log stream. */
  readonly environment: string;
}

/** Whose messages they are. */
interface Sourced {
  /** The function's name. */
  readonly function: string;
  /** The mapping's UUID. */
  readonly mapping: string;
  /** The queue's ARN. */
  readonly source: string;
}

/** What can happen in Lambda. Times are milliseconds. */
export type LambdaFact =
  | {
      readonly kind: "FunctionCreated" | "FunctionCodeUpdated" | "FunctionConfigurationUpdated" | "FunctionDeleted";
      readonly function: string;
    }
  | { readonly kind: "VersionPublished"; readonly function: string; readonly version: string }
  | { readonly kind: "EnvironmentsRecycled"; readonly function: string; readonly count: number }
  | ({ readonly kind: "EventAccepted"; readonly source?: string; readonly keys?: readonly string[] } & Whose)
  | ({
      /** The handler begins; a cold environment has been made ready before. */
      readonly kind: "InvocationStarted";
      readonly cold: boolean;
      readonly initDuration?: number;
      /** Since the event was accepted; asynchronous invocations only. */
      readonly age?: number;
      /** The object keys of an S3 notification, decoded. */
      readonly keys?: readonly string[];
    } & Run)
  | ({
      readonly kind: "InvocationEnded";
      readonly outcome: "success" | "error" | "timeout";
      readonly errorType?: string;
      readonly errorMessage?: string;
      readonly startedAt: number;
      readonly duration: number;
      readonly initDuration?: number;
    } & Run)
  | ({ readonly kind: "InvocationThrottled"; readonly reason: string } & Whose)
  | ({ readonly kind: "EventRetried"; readonly delay: number; readonly after: "error" | "throttle" } & Whose)
  | ({
      /** Given up because its next attempt would begin too late. */
      readonly kind: "EventExpired";
      readonly invocations: number;
      readonly keys?: readonly string[];
    } & Whose)
  | ({
      /** Given up for any other reason. */
      readonly kind: "EventDropped";
      readonly condition: Exclude<GivenUp, "EventAgeExceeded">;
      readonly invocations: number;
      readonly keys?: readonly string[];
    } & Whose)
  | ({
      readonly kind: "EventDeadLettered" | "DeadLetterFailed";
      readonly target: string;
      readonly condition: GivenUp;
    } & Whose)
  | ({
      readonly kind: "RecordDelivered" | "RecordFailed";
      readonly target: string;
      readonly condition: GivenUp | "Success";
    } & Whose)
  | ({ readonly kind: "MappingChanged"; readonly state: string } & Sourced)
  | ({ readonly kind: "MappingDeleted" } & Sourced)
  | ({
      /** A run has ended that was given a batch of a queue's messages. */
      readonly kind: "BatchProcessed";
      readonly requestId: string;
      readonly messageIds: readonly string[];
      /** Those that stay in the queue. */
      readonly failed: readonly string[];
      readonly outcome: "success" | "partial" | "failure";
    } & Sourced)
  | ({
      /** Messages that no filter wants; they are deleted. */
      readonly kind: "MessagesFiltered";
      readonly messageIds: readonly string[];
    } & Sourced)
  | ({ readonly kind: "PollFailed"; readonly code: string; readonly message: string } & Sourced)
  | ({
      /** A fault that the function inflicted on itself, as its log tells. */
      readonly kind: "FaultStruck";
      readonly fault: string;
      readonly attempt: number;
      readonly startedAt: number;
    } & Whose);
