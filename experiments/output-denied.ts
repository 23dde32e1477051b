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
  title: "While CSVs cannot be written, no document is acknowledged without its CSV",
  description: `
    For five minutes the function's role may not write to output/. Every attempt in that time must fail
    loudly: the event is tried again after one and then two minutes, and documents whose three attempts
    all fell into the outage wait in the dead-letter queue. A function that swallowed the error would
    report success and lose the document.`,
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
      "deny the transform its output",
      iam.deny(
        etl.transformRole,
        { actions: ["s3:PutObject"], resources: [`${etl.documentsBucketArn}/${etl.outputPrefix}*`] },
        // S3 counts what it refused, whatever the function makes of it.
        {
          kind: "metric",
          metric: metrics.ofBucket("4xxErrors", etl.documentsBucket, etl.outputMetricsFilter),
          atLeast: 150,
        },
      ),
      { after: minutes(5) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atLeast(0.5)),
    moves(metrics.ofBucket("4xxErrors", etl.documentsBucket, etl.outputMetricsFilter), "up"),
    moves(metrics.ofQueue("NumberOfMessagesSent", etl.failuresQueue), "up"),
  ],
}));
