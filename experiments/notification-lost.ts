import { action, alarms, equals, experiment, metrics, minutes, moves, probe, s3 } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "Somebody notices within five minutes that nothing is converted any more",
  description: `
    For ten minutes the bucket notifies no function. Objects are put and nothing happens: no run, no error, and
    every ratio looks perfect because there is nothing in it. Only who compares objects put with events received
    can see it.`,
  tags: ["s3", "detection"],
  load: { documents: 1200, perSecond: 2, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "The completeness alarm rings within five minutes",
    permits: ["lost"],
    collateral: { budget: 0.01 },
    probes: [probe("the alarm rang", alarms.raised(etl.completenessAlarm, { within: minutes(5) }), equals(true))],
  },
  method: [
    action(
      "take the bucket's notifications away",
      s3.silenceFunctions(etl.documentsBucket, {
        kind: "gap",
        metric: metrics.ofDrivers("published", etl),
        beyond: metrics.ofFunction("AsyncEventsReceived", etl.transformFunction),
        atLeast: 100,
      }),
      { after: minutes(10) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofBucket("PutRequests", etl.documentsBucket, etl.inputMetricsFilter), "up"),
    moves(metrics.ofFunction("AsyncEventsReceived", etl.transformFunction), "flat"),
    moves(metrics.ofFunction("Errors", etl.transformFunction), "flat"),
  ],
}));
