import { action, cloud, documents, equals, experiment, metrics, minutes, moves, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "Events that come late, and out of order, cost freshness only",
  description: `
    S3 tells the function of one object in five one to ten minutes late, and later objects overtake it. Each
    document is converted from what is in the bucket, so neither its age nor its turn should matter.`,
  tags: ["s3", "latency"],
  needs: "local",
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within eleven minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(11) },
    probes: [probe("no document is missing from both ends", documents.lost(), equals(0))],
  },
  method: [
    // Until the last of the late ones has come, or the pipeline would not be at rest.
    action(
      "hold one event in five back",
      cloud.disturb("s3 -> lambda", { kind: "delay", probability: 0.2, min: minutes(1), max: minutes(10) }),
      { after: minutes(13) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Invocations", etl.transformFunction), "up"),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
