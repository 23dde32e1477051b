import type { StackOptions } from "../../infra/options.ts";

/** The pipeline that every experiment must hold on: the workshop's, with the one remedy that `npm start` tells of. */
export const REPAIRED: Partial<StackOptions> = { timeoutSeconds: 120 };

/** A mistake that is planted in the repaired pipeline, and which experiments of the catalogue are there to find it. */
export interface Flaw {
  readonly name: string;
  /** What is wrong, in a few words. */
  readonly says: string;
  readonly settings: Partial<StackOptions>;
  readonly foundBy: readonly string[];
  /** It shows only where functions run in processes of their own. */
  readonly needs?: "process runtime";
}

export const FLAWS: readonly Flaw[] = [
  {
    name: "short-timeout",
    says: "the function may take 3 s",
    settings: { timeoutSeconds: 3 },
    foundBy: ["slow-transform"],
  },
  {
    name: "swallowed-errors",
    says: "a failed write is logged, and success returned",
    settings: { transformVariant: "swallowed-errors" },
    foundBy: ["output-denied", "storage-brownout"],
  },
  {
    name: "unawaited-write",
    says: "nobody waits for the write",
    settings: { transformVariant: "unawaited-write" },
    foundBy: ["storage-brownout"],
  },
  {
    name: "unfilled-column",
    says: "a renamed column is never filled",
    settings: { transformVariant: "unfilled-column" },
    foundBy: ["steady-state"],
  },
  {
    name: "timestamped-key",
    says: "the key of a CSV holds the time",
    settings: { transformVariant: "timestamped-key" },
    foundBy: ["duplicate-events"],
  },
  {
    name: "no-dead-letter-queue",
    says: "events that are given up vanish",
    settings: { deadLetterQueue: false },
    foundBy: ["poison-burst"],
  },
  {
    name: "closed-dead-letter-queue",
    says: "the dead-letter queue refuses the function",
    settings: { deadLetterQueuePermitted: false },
    foundBy: ["poison-burst"],
  },
  {
    name: "no-completeness-alarm",
    says: "nobody compares objects with events",
    settings: { completenessAlarm: false },
    foundBy: ["notification-lost"],
  },
  {
    name: "no-dead-letter-alarm",
    says: "nobody watches DeadLetterErrors",
    settings: { deadLetterErrorsAlarm: false },
    foundBy: ["dead-letter-denied"],
  },
  {
    name: "no-subscription-redrive",
    says: "refused notifications are not parked",
    settings: { subscriptionRedrive: false },
    foundBy: ["subscriber-queue-denied"],
  },
  {
    name: "no-retries",
    says: "a failed run is not repeated",
    settings: { retries: 0 },
    foundBy: ["failing-transform"],
  },
  { name: "one-retry", says: "a failed run is repeated once", settings: { retries: 1 }, foundBy: ["retry-budget"] },
  {
    name: "short-event-age",
    says: "events may wait for a minute",
    settings: { eventAgeSeconds: 60 },
    foundBy: ["function-throttled"],
  },
  {
    name: "greedy-memory",
    says: "whole documents in a memory of 128 MB",
    settings: { transformVariant: "greedy-memory", memoryMb: 128 },
    foundBy: ["memory-squeeze"],
    needs: "process runtime",
  },
];
