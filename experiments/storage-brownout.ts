import {
  action,
  atMost,
  cloud,
  documents,
  equals,
  experiment,
  metrics,
  minutes,
  moves,
  probe,
  seconds,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A storage brownout costs time and no document",
  description: `
    For a hundred seconds a third of the CSVs are answered with 503 SlowDown. The SDK tries each write three times,
    which leaves one run in 27 to fail, and Lambda tries that again when the brownout is over. A function that
    swallowed the error would report success without a CSV.`,
  tags: ["s3", "retries"],
  needs: "local",
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action(
      "answer a third of the CSVs with SlowDown",
      cloud.strike({
        service: "s3",
        operation: "PutObject",
        resource: `${etl.documentsBucketArn}/${etl.outputPrefix}*`,
        probability: 1 / 3,
        when: "before",
        effect: { error: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 } },
      }),
      { after: seconds(100) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofBucket("5xxErrors", etl.documentsBucket, etl.outputMetricsFilter), "up"),
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atMost(0.2)),
  ],
}));
