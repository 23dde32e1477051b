import { documents, equals, experiment, minutes, probe } from "../chaos/vocabulary.ts";
import type { EtlPipeline } from "../infra/outputs.ts";

export default experiment<EtlPipeline>(() => ({
  title: "Undisturbed, every document is delivered and only malformed ones need a human",
  description: `
    Nothing is injected. One document in a hundred is malformed: its three attempts fail and it waits in the
    dead-letter queue for a human. Every other document becomes a CSV that somebody hears of.`,
  tags: ["baseline"],
  load: { documents: 3100, perSecond: 20, malformed: 0.01 },
  steadyStateHypothesis: {
    title: "Every document is delivered within two minutes",
    collateral: { budget: 0.001 },
    freshness: { percentile: 99, within: minutes(2) },
    probes: [probe("nothing is dead-lettered but malformed documents", documents.collateral(), equals(0))],
  },
  method: [],
  rollbacks: [],
}));
