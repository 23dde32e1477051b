import { atMost, documents, equals, experiment, metrics, minutes, moves, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "What real producers send becomes the right CSV or a dead letter",
  description: `
    Every document is valid, and none is simple: unknown fields, nulls, Unicode, a byte order mark, a key twice,
    numbers no double can hold. No metric moves when a column is lost, so only who compares the bytes can tell.`,
  tags: ["documents"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01, payload: "subtle" },
  steadyStateHypothesis: {
    title: "Every CSV has the bytes it should have",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("no CSV has other bytes than it should have", documents.corrupt(), equals(0))],
  },
  method: [],
  rollbacks: [],
  bites: [{ kind: "metric", metric: metrics.ofDrivers("published", etl), atLeast: 100 }],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atMost(0.1)),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
