import { action, documents, equals, experiment, iam, metrics, minutes, moves, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A function that may not log does its work all the same",
  description: `
    For five minutes the function's role may write neither its log nor a metric. Nobody sees what it does - Lambda's own
    metrics, which take no role, are all that is left - and no document may depend on being seen. A function that
    waited for its telemetry, or failed with it, would be late or lose documents here.`,
  tags: ["iam", "logs"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [
    action(
      "deny the transform its log and its metrics",
      iam.deny(
        etl.transformRole,
        { actions: ["logs:CreateLogStream", "logs:PutLogEvents", "cloudwatch:PutMetricData"], resources: ["*"] },
        // A run that is logged leaves three lines or more, so there are never fewer lines than runs.
        {
          kind: "gap",
          metric: metrics.ofFunction("Invocations", etl.transformFunction),
          beyond: metrics.ofLogGroup("IncomingLogEvents", etl.transformLogGroup),
          atLeast: 20,
        },
      ),
      { after: minutes(5) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofLogGroup("IncomingLogEvents", etl.transformLogGroup), "flat"),
    moves(metrics.ofFunction("Invocations", etl.transformFunction), "up"),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
