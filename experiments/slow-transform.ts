import {
  action,
  atLeast,
  documents,
  equals,
  experiment,
  lambda,
  metrics,
  minutes,
  moves,
  probe,
  seconds,
} from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A slow transform costs time and no document",
  description: `
    Half of the runs take three to five seconds longer. A run that outlives the function's timeout is
    killed and its event is tried again after one and then two minutes; after three attempts a perfectly
    good document is dead-lettered. Slowness should cost time and nothing else.`,
  tags: ["lambda", "latency"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action(
      "slow half of the runs down",
      lambda.inject(etl.transformFaults, { latency: { probability: 0.5, min: seconds(3), max: seconds(5) } }),
      { after: minutes(7) },
    ),
  ],
  rollbacks: [action("let the transform run freely", lambda.heal(etl.transformFaults))],
  // Capped at the timeout, which may be as short as three seconds.
  expects: [
    moves(metrics.ofFunction("Duration", etl.transformFunction, "Maximum"), atLeast(seconds(3))),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
