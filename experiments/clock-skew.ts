import { documents, equals, experiment, metrics, minutes, moves, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A publisher whose clock is wrong loses nothing",
  description: `
    The publisher's clock is twenty minutes fast, and its requests are signed with that time. S3 refuses the first with
    RequestTimeTooSkewed; the SDK reads the right time out of the refusal, signs again, and goes on with it.`,
  tags: ["s3", "signatures"],
  needs: "signatures",
  load: { documents: 310, perSecond: 2, malformed: 0.01, publisher: { clockOffset: minutes(20) } },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.01 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [],
  rollbacks: [],
  // Counted by the publisher: a request that is refused for its signature is in no metric of the bucket's.
  bites: [{ kind: "metric", metric: metrics.ofDrivers("retried", etl), atLeast: 1 }],
  expects: [
    moves(metrics.ofDrivers("retried", etl), "up"),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
