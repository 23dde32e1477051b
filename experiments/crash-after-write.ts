import { action, documents, equals, experiment, lambda, metrics, minutes, moves, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>((etl) => ({
  title: "A run that fails after it has written is repeated without a trace",
  description: `
    Two runs in a hundred throw when their CSV is already there. Lambda runs the event again, and the same bytes
    are written under the same key: somebody hears of the document twice, and must not act on it twice. A key with
    the time in it, or an effect before the write, would show here.`,
  tags: ["lambda", "idempotency"],
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
      "let two runs in a hundred throw when they have written",
      lambda.inject(etl.transformFaults, { exception: { probability: 0.02, when: "after" } }),
      { after: minutes(3) },
    ),
  ],
  rollbacks: [action("let the transform run freely", lambda.heal(etl.transformFaults))],
  expects: [
    moves(metrics.ofFunction("Errors", etl.transformFunction), "up"),
    moves(metrics.ofTopic("NumberOfMessagesPublished", etl.convertedTopic), "up"),
  ],
}));
