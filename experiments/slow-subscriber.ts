import {
  alarms,
  atLeast,
  documents,
  equals,
  experiment,
  hours,
  metrics,
  minutes,
  moves,
  probe,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A slow subscriber loses nothing, and somebody notices the backlog",
  description: `
    For an hour the subscriber takes one notification of ten. The queue keeps the rest, for four days if need be.
    Nothing fails, so only the age of the oldest message tells that documents are late.`,
  tags: ["sqs", "subscriber", "detection"],
  load: { documents: 3600, perSecond: 1, malformed: 0.01, subscriber: { perSecond: 0.1 } },
  steadyStateHypothesis: {
    title: "Every document is delivered, and the alarm on the queue's age rings within ten minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: hours(2) },
    probes: [
      probe("no document is missing from both ends", documents.lost(), equals(0)),
      probe("the alarm rang", alarms.raised(etl.deliveriesAgeAlarm, { within: minutes(10) }), equals(true)),
    ],
  },
  method: [],
  rollbacks: [],
  bites: [
    {
      kind: "metric",
      metric: metrics.ofQueue("ApproximateNumberOfMessagesVisible", etl.deliveriesQueue, "Maximum"),
      atLeast: 100,
    },
  ],
  expects: [
    moves(metrics.ofQueue("ApproximateNumberOfMessagesVisible", etl.deliveriesQueue, "Maximum"), atLeast(100)),
    moves(metrics.ofQueue("ApproximateAgeOfOldestMessage", etl.deliveriesQueue, "Maximum"), atLeast(300)),
  ],
}));
