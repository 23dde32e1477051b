import {
  action,
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
  title: "Two retries outlast a hundred bad seconds",
  description: `
    For a hundred seconds three runs in ten throw before they have done anything. The second attempt of the first
    documents, a minute later, may fail as well; the third, three minutes after the first, finds the fault gone.
    With one retry there is no third, and almost a tenth of those documents are dead letters.`,
  tags: ["lambda", "retries"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within four minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(4) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action("let three runs in ten throw", lambda.inject(etl.transformFaults, { exception: { probability: 0.3 } }), {
      after: seconds(100),
    }),
  ],
  rollbacks: [action("let the transform run freely", lambda.heal(etl.transformFaults))],
  expects: [moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), between(0.1, 0.5))],
}));
