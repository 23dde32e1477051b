import {
  between,
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
  title: "A burst of malformed documents harms no well-formed one",
  description: `
    For a hundred seconds one document in five is malformed instead of one in a hundred. Each costs the
    function three attempts, the last two when fresh documents need it, and ends in the dead-letter queue.
    Well-formed documents should not notice.`,
  tags: ["documents", "retries"],
  load: {
    documents: 3500,
    perSecond: 20,
    malformed: 0.01,
    bursts: [{ after: seconds(20), for: seconds(100), malformed: 0.2 }],
  },
  steadyStateHypothesis: {
    title: "Every well-formed document is delivered within two minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), between(0.05, 0.6)),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
