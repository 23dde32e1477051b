import { metrics } from "../../chaos/vocabulary.ts";

/** What an action that nobody runs a whole experiment with is told of how it bites. */
export const BITE = {
  kind: "metric",
  metric: metrics.ofQueue("NumberOfMessagesSent", "any"),
  atLeast: 1,
} as const;
