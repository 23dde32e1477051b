import { atMost, documents, equals, experiment, metrics, minutes, moves, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

const SIXTEEN_MEBIBYTES = 16 * 1024 * 1024;

export default experiment<EtlPipeline>((etl) => ({
  title: "A large document costs memory and no run",
  description: `
    One document in twenty has 16 MiB. A function that holds such a document several times over outgrows its memory:
    the run is killed, its process with it, and so are the two that try again. One that counts before it reads converts
    what fits, and refuses the rest by size, in a dead letter that says why.`,
  tags: ["lambda", "memory"],
  needs: "process runtime",
  load: { documents: 310, perSecond: 2, malformed: 0.01, payload: "bulky", bytes: SIXTEEN_MEBIBYTES, bulkyEach: 20 },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.01 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [
      probe("no document is missing from both ends", documents.lost(), equals(0)),
      probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0)),
    ],
  },
  method: [],
  rollbacks: [],
  bites: [
    {
      kind: "metric",
      metric: metrics.ofBucket("BytesUploaded", etl.documentsBucket, etl.inputMetricsFilter, "Maximum"),
      atLeast: SIXTEEN_MEBIBYTES,
    },
  ],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atMost(0.1)),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
