import {
  action,
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
  title: "Events that grow too old become dead letters and do not vanish",
  description: `
    One run may happen at a time, and events may be no older than a minute: shorter than the outage. Lambda gives
    up what it could not place within the minute. It should all be found in the dead-letter queue; a function
    without one drops it, and no error is counted anywhere.`,
  tags: ["lambda", "concurrency"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered or waits in a dead-letter queue",
    permits: ["collateral"],
    freshness: { percentile: 99, within: minutes(10) },
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [
    action("let one run happen at a time", lambda.limitConcurrency(etl.transformFunction, 1)),
    action(
      "let events grow a minute old",
      lambda.limitEventAge(etl.transformFunction, etl.transformAlias, seconds(60)),
      { after: minutes(4) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "up"),
    moves(metrics.ofFunction("AsyncEventsDropped", etl.transformFunction), "up"),
    moves(metrics.ofQueue("NumberOfMessagesSent", etl.failuresQueue), "up"),
  ],
}));
