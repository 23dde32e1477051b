import {
  action,
  atMost,
  deployments,
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
  title: "Cold starts at the peak cost moments and no document",
  description: `
    In the middle of the load the alias is pointed at code that nobody has run yet, the same as before. Every
    environment is cold at once, and each first run pays for its start. Code that takes seconds to load would show
    here.`,
  tags: ["lambda", "deployment", "latency"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within half a minute",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: seconds(30) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action(
      "point the alias at cold environments",
      deployments.point(etl.transformFunction, etl.transformAlias, "$LATEST"),
      { before: minutes(1), after: minutes(2) },
    ),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("Invocations", etl.transformFunction), "up"),
    moves(metrics.ofFunction("Errors", etl.transformFunction, "Average"), atMost(0.1)),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "flat"),
  ],
}));
