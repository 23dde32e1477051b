import {
  action,
  atLeast,
  atMost,
  documents,
  equals,
  experiment,
  lambda,
  metrics,
  minutes,
  moves,
  probe,
  seconds,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A throttled function is late and loses nothing",
  description: `
    For ten minutes one run may happen at a time, and there is work for three. A throttled event is no failed one:
    Lambda offers it again after one, two, four seconds and so on up to five minutes, until it is six hours old. If
    events may only be a minute old, more than half of the documents become dead letters.`,
  tags: ["lambda", "concurrency"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within twenty minutes, and soon after the rollback as fast as ever",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(20) },
    recovery: { within: minutes(15) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action("let one run happen at a time", lambda.limitConcurrency(etl.transformFunction, 1), { after: minutes(10) }),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "up"),
    moves(metrics.ofFunction("AsyncEventAge", etl.transformFunction, "Maximum"), atLeast(seconds(60))),
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atMost(0.25)),
  ],
}));
