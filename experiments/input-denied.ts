import {
  action,
  atLeast,
  documents,
  equals,
  experiment,
  iam,
  metrics,
  minutes,
  moves,
  probe,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "While documents cannot be read, each is tried again or set aside",
  description: `
    For five minutes the function's role may not read input/. AccessDenied looks like a permanent error and is not
    one here: the document is as good as ever. A function that took it for a bad document and reported success
    would lose it.`,
  tags: ["iam", "s3"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered or waits in a dead-letter queue",
    permits: ["collateral"],
    freshness: { percentile: 99, within: minutes(10) },
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [
    action(
      "deny the transform its input",
      iam.deny(
        etl.transformRole,
        { actions: ["s3:GetObject"], resources: [`${etl.documentsBucketArn}/${etl.inputPrefix}*`] },
        // S3 counts what it refused, whatever the function makes of it.
        {
          kind: "metric",
          metric: metrics.ofBucket("4xxErrors", etl.documentsBucket, etl.inputMetricsFilter),
          atLeast: 150,
        },
      ),
      { after: minutes(5) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atLeast(0.5)),
    moves(metrics.ofBucket("4xxErrors", etl.documentsBucket, etl.inputMetricsFilter), "up"),
    moves(metrics.ofQueue("NumberOfMessagesSent", etl.failuresQueue), "up"),
  ],
}));
