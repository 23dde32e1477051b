import type { Experiment, Load } from "../../chaos/experiment.ts";

/**
 * Experiments at a fraction of their cost, for whoever asks hundreds of them. At a tenth of the rate the minutes, and
 * so every fault, stay what they are, and 310 documents show a budget of 1 % instead of 0.1 %. Where the rate itself is
 * the matter it stays, and as many documents are published as still meet the fault.
 */
export function economical(name: string, experiment: Experiment): Experiment {
  const load = FEWER[name];
  if (!load) return experiment;
  const { steadyStateHypothesis: hypothesis } = experiment;
  const fewer = load.documents !== undefined && load.documents < experiment.load.documents;
  return {
    ...experiment,
    load: { ...experiment.load, ...load },
    ...(fewer && { steadyStateHypothesis: { ...hypothesis, collateral: { budget: 0.01 } } }),
  };
}

const TENTH = { documents: 310, perSecond: 2 };
const SHORT = { documents: 400 };

/** What of a load is otherwise. An experiment that is not named here, or of the reader's own, runs as it is. */
const FEWER: Readonly<Record<string, Partial<Load>>> = {
  "steady-state": SHORT,
  "slow-transform": TENTH,
  "output-denied": TENTH,
  "poison-burst": { documents: 400, perSecond: 2, bursts: [{ after: 20_000, for: 100_000, malformed: 0.2 }] },
  "failing-transform": TENTH,
  "retry-budget": TENTH,
  "crash-after-write": SHORT,
  "function-throttled": SHORT,
  "function-stopped": SHORT,
  "event-age-too-short": { documents: 800 },
  "input-denied": TENTH,
  "dead-letter-denied": TENTH,
  "notification-lost": SHORT,
  "topic-filtered": SHORT,
  "subscriber-queue-denied": TENTH,
  "timeout-regression": TENTH,
  "bad-version": TENTH,
  "slow-subscriber": { documents: 500 },
  "visibility-too-short": SHORT,
  // One write in 27 fails, and some of those twice: of 307 documents the slowest decides, of 768 the fourth slowest.
  "storage-brownout": { documents: 775, perSecond: 5 },
  "ambiguous-commit": TENTH,
  "duplicate-events": TENTH,
  "late-events": TENTH,
  "subtle-payloads": TENTH,
  "cold-start-storm": TENTH,
  "telemetry-blackout": TENTH,
};
