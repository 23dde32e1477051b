import { action, documents, equals, experiment, metrics, minutes, moves, probe, sqs } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "Messages that come back too soon take effect once",
  description: `
    A received message is hidden for one second while the subscriber works on it for two, so another poller gets it
    as well. The subscriber knows documents by their keys and works once for each; one that trusted the queue would
    do everything twice.`,
  tags: ["sqs", "subscriber", "idempotency"],
  load: { documents: 600, perSecond: 1, malformed: 0.01, subscriber: { work: 2000, pollers: 8 } },
  steadyStateHypothesis: {
    title: "Each document is delivered and takes effect once",
    collateral: { budget: 0.01 },
    freshness: { percentile: 99, within: minutes(2) },
    exactlyOnce: true,
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [
    action(
      "hide received messages for a second",
      sqs.setAttribute(etl.deliveriesQueueUrl, "VisibilityTimeout", "1", {
        kind: "gap",
        metric: metrics.ofQueue("NumberOfMessagesReceived", etl.deliveriesQueue),
        beyond: metrics.ofQueue("NumberOfMessagesSent", etl.deliveriesQueue),
        atLeast: 30,
      }),
      { after: minutes(11) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofQueue("NumberOfMessagesReceived", etl.deliveriesQueue), "up"),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
