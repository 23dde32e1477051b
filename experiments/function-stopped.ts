import {
  action,
  documents,
  equals,
  events,
  experiment,
  lambda,
  metrics,
  minutes,
  moves,
  probe,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "What a stopped function refused can be replayed",
  description: `
    For two minutes the function may not run at all. Lambda does not wait for it: events go to the dead-letter queue
    at once, without an attempt and without an error. Nothing is lost if somebody knows how to hand them to the
    function again, which is what the rollback does.`,
  tags: ["lambda", "concurrency", "replay"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered once the dead letters were replayed",
    permits: ["collateral"],
    freshness: { percentile: 99, within: minutes(10) },
    probes: [
      probe("no document is missing from both ends", documents.lost(), equals(0)),
      probe("no well-formed document is left in the dead-letter queue alone", documents.collateral(), equals(0)),
    ],
  },
  method: [action("stop the function", lambda.limitConcurrency(etl.transformFunction, 0), { after: minutes(2) })],
  rollbacks: [
    action(
      "replay the dead letters",
      events.replay(etl.failuresQueueUrl, { functionName: etl.transformFunction, qualifier: etl.transformAlias }),
    ),
  ],
  expects: [
    moves(metrics.ofFunction("AsyncEventsDropped", etl.transformFunction), "up"),
    moves(metrics.ofQueue("ApproximateNumberOfMessagesVisible", etl.failuresQueue, "Maximum"), "up"),
    moves(metrics.ofFunction("Invocations", etl.transformFunction), "flat"),
    moves(metrics.ofFunction("Errors", etl.transformFunction), "flat"),
  ],
}));
