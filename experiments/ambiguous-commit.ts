import {
  action,
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
  title: "A write whose answer is lost is repeated without a trace",
  description: `
    For a hundred seconds the answer to two CSVs in a hundred never arrives, though they are written. The run waits
    until Lambda ends it, and the next attempt writes the same bytes under the same key. Somebody hears of the
    document twice, and must not act on it twice.`,
  tags: ["s3", "idempotency"],
  needs: "local",
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
      "lose the answer to two CSVs in a hundred",
      cloud.strike({
        service: "s3",
        operation: "PutObject",
        resource: `${etl.documentsBucketArn}/${etl.outputPrefix}*`,
        probability: 0.02,
        when: "after",
        effect: { silence: true },
      }),
      { after: seconds(100) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction), "up"),
    moves(metrics.ofTopic("NumberOfMessagesPublished", etl.convertedTopic), "up"),
  ],
}));
