import {
  action,
  atLeast,
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
  title: "A hundredfold surge is worked off within minutes",
  description: `
    Within ten seconds two documents a second become two hundred, and ten runs may happen at a time, which is less
    than that takes. Events wait in Lambda's queue and are offered again and again. If they may only be a minute
    old, the surge becomes dead letters.`,
  tags: ["lambda", "load"],
  load: {
    documents: 4500,
    perSecond: 2,
    malformed: 0.01,
    surge: { perSecond: 200, after: seconds(30), ramp: seconds(10) },
  },
  steadyStateHypothesis: {
    title: "Every document is delivered within five minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(5) },
    recovery: { within: minutes(5) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [
    action("let ten runs happen at a time", lambda.limitConcurrency(etl.transformFunction, 10), { after: minutes(6) }),
  ],
  rollbacks: [],
  expects: [
    moves(metrics.ofFunction("ConcurrentExecutions", etl.transformFunction, "Maximum"), between(10, 10)),
    moves(metrics.ofFunction("Throttles", etl.transformFunction), "up"),
    moves(metrics.ofFunction("AsyncEventAge", etl.transformFunction, "Maximum"), atLeast(seconds(10))),
  ],
}));
