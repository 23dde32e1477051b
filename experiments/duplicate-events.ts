import {
  action,
  atMost,
  documents,
  equals,
  events,
  experiment,
  metrics,
  minutes,
  moves,
  probe,
  seconds,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "An event that comes twice makes one CSV",
  description: `
    S3 promises to notify at least once, so an event may come again. One event in twenty is handed to the function
    a second time, as S3 would hand it over. The second run writes the same bytes under the same key, and somebody
    hears of the document twice.`,
  tags: ["s3", "idempotency"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Each document becomes one CSV and takes effect once",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    exactlyOnce: true,
    probes: [probe("no CSV has other bytes than it should have", documents.corrupt(), equals(0))],
  },
  method: [
    action(
      "send one event in twenty again",
      events.repeat(
        { bucket: etl.documentsBucket, prefix: etl.inputPrefix },
        { functionName: etl.transformFunction, qualifier: etl.transformAlias },
        0.05,
      ),
      { before: minutes(3), after: seconds(30) },
    ),
  ],
  rollbacks: [],
  bites: [
    {
      kind: "gap",
      metric: metrics.ofFunction("AsyncEventsReceived", etl.transformFunction),
      beyond: metrics.ofBucket("PutRequests", etl.documentsBucket, etl.inputMetricsFilter),
      atLeast: 10,
    },
  ],
  expects: [
    moves(metrics.ofFunction("AsyncEventsReceived", etl.transformFunction), "up"),
    moves(metrics.ofFunction("AsyncEventsDropped", etl.transformFunction), atMost(40)),
  ],
}));
