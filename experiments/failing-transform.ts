import {
  action,
  atMost,
  between,
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
  title: "A transform that fails now and then costs time and no document",
  description: `
    For 55 seconds three runs in ten throw before they have done anything. Lambda tries each event again after
    one minute, when the fault is over, so every document should get through on its second attempt. A function
    that is told not to retry dead-letters each of them.`,
  tags: ["lambda", "retries"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action("let three runs in ten throw", lambda.inject(etl.transformFaults, { exception: { probability: 0.3 } }), {
      after: seconds(55),
    }),
  ],
  rollbacks: [action("let the transform run freely", lambda.heal(etl.transformFaults))],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), between(0.1, 0.5)),
    // The malformed documents of the baseline may have been given up in the minute in which the fault begins.
    moves(metrics.ofFunction("AsyncEventsDropped", etl.transformFunction), atMost(3)),
  ],
}));
