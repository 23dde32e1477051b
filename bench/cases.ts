import { binomialInterval } from "../chaos/verdict/bounds.ts";
import { objective } from "../chaos/verdict/objective.ts";
import { quantileBound } from "../chaos/verdict/quantile.ts";
import { action, type ExperimentFile, experiment, lambda, minutes, seconds } from "../chaos/vocabulary.ts";
import slowTransform from "../experiments/slow-transform.ts";
import steadyState from "../experiments/steady-state.ts";
import type { StackOptions } from "../infra/options.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import type { Trial } from "./trial.ts";

/**
 * What the simulation must reproduce: a table of cases, each with the range of every figure that can be said
 * beforehand. The test runs it for two seeds, `npm run table` for many.
 *
 * Counts of documents that chance decides may lie in the two-sided 99.9 % interval of their binomial distribution;
 * percentiles of times may be 5 % off the figure that follows from the retry delays. What follows from latencies alone
 * may be 10 % off: from seed to seed the 99th percentile of 3 069 such times moves by 5 % either way.
 */
export interface Case {
  readonly name: string;
  readonly experiment: ExperimentFile<EtlPipeline>;
  readonly settings: Partial<StackOptions>;
  readonly ranges: Readonly<Partial<Record<FigureName, Range>>>;
}

export type FigureName = keyof typeof FIGURES;
export type Range = readonly [low: number, high: number];
export type Figures = Readonly<Record<FigureName, number | undefined>>;

/** How each figure is read, and how it is printed. */
export const FIGURES = {
  lost: { title: "lost", show: whole },
  collateral: { title: "collateral", show: whole },
  deadLettered: { title: "DLQ / processed", show: (value: number) => `${(value * 100).toFixed(1)} %` },
  p99: { title: "p99 well-formed", show: (value: number) => `${(value / 1000).toFixed(value < 10_000 ? 2 : 0)} s` },
  struck: { title: "first attempts struck", show: whole },
  concurrency: { title: "concurrency", show: whole },
} as const;

function whole(value: number): string {
  return String(value);
}

const DOCUMENTS = 3100;
const WELL_FORMED = 3069;
const MALFORMED = 31;
const PER_SECOND = 20;

/** Every cohort of malformed documents ends in the dead-letter queue, whatever else happens. */
const INTENDED: Range = [MALFORMED / DOCUMENTS, MALFORMED / DOCUMENTS];
const NONE: Range = [0, 0];

export const CASES: readonly Case[] = [
  {
    name: "healthy",
    experiment: steadyState,
    settings: {},
    ranges: { lost: NONE, collateral: NONE, deadLettered: INTENDED, p99: around(1400, 0.1) },
  },
  {
    name: "slow 3-5 s on half, timeout 3 s",
    experiment: slowTransform,
    settings: {},
    ranges: {
      lost: NONE,
      collateral: [326, 448],
      deadLettered: [0.115, 0.155],
      p99: around(205_000),
      struck: draws(DOCUMENTS, 0.5),
    },
  },
  {
    name: "slow 3-5 s on half, timeout 120 s",
    experiment: slowTransform,
    settings: { timeoutSeconds: 120 },
    ranges: {
      lost: NONE,
      collateral: NONE,
      deadLettered: INTENDED,
      p99: around(5800),
      struck: draws(DOCUMENTS, 0.5),
      concurrency: [53, 75],
    },
  },
  {
    name: "throw 30 % for ever",
    experiment: throwing(minutes(7)),
    settings: {},
    ranges: { lost: NONE, ...damage(draws(WELL_FORMED, 0.027)), p99: around(195_000), struck: draws(DOCUMENTS, 0.3) },
  },
  {
    name: "throw 30 % for 120 s",
    experiment: throwing(seconds(120)),
    settings: {},
    ranges: { lost: NONE, collateral: NONE, deadLettered: INTENDED, p99: around(193_000), struck: struckFor(120) },
  },
  {
    name: "throw 30 % for 55 s",
    experiment: throwing(seconds(55)),
    settings: {},
    ranges: { lost: NONE, collateral: NONE, deadLettered: INTENDED, p99: around(66_000), struck: struckFor(55) },
  },
  {
    name: "throw 30 % for 55 s, retries 0",
    experiment: throwing(seconds(55)),
    settings: { retries: 0 },
    ranges: { lost: NONE, ...damage(draws(55 * PER_SECOND * 0.99, 0.3)), struck: struckFor(55) },
  },
  {
    name: "reserved concurrency 0",
    experiment: limited(0, minutes(4)),
    settings: {},
    ranges: { lost: NONE, ...damage([WELL_FORMED, WELL_FORMED]), p99: [0, seconds(2)] },
  },
  {
    name: "reserved concurrency 1 for 10 min",
    experiment: limited(1, minutes(10)),
    settings: {},
    ranges: { lost: NONE, collateral: NONE, deadLettered: INTENDED, p99: around(833_000) },
  },
  {
    name: "reserved concurrency 1, event age 60 s",
    experiment: limited(1, minutes(10)),
    settings: { eventAgeSeconds: 60 },
    ranges: { lost: NONE, collateral: [Math.ceil(WELL_FORMED * 0.53), Math.floor(WELL_FORMED * 0.61)] },
  },
];

function throwing(lasting: number): ExperimentFile<EtlPipeline> {
  return disturbed((etl) => lambda.inject(etl.transformFaults, { exception: { probability: 0.3 } }), lasting);
}

function limited(executions: number, lasting: number): ExperimentFile<EtlPipeline> {
  return disturbed((etl) => lambda.limitConcurrency(etl.transformFunction, executions), lasting);
}

/** The default load, with one fault from its first document on. */
function disturbed(
  fault: (etl: EtlPipeline) => Parameters<typeof action>[1],
  lasting: number,
): ExperimentFile<EtlPipeline> {
  return experiment((etl) => ({
    title: "The pipeline reaches an end with every document",
    description: "One case of the table of what the simulation must reproduce.",
    tags: ["table"],
    load: { documents: DOCUMENTS, perSecond: PER_SECOND, malformed: 0.01 },
    steadyStateHypothesis: {
      title: "No document is lost",
      freshness: { percentile: 99, within: minutes(20) },
      probes: [],
    },
    method: [action("disturb", fault(etl), { after: lasting })],
    rollbacks: [],
  }));
}

/** The figures of one run, each from the ledger or from the cloud's own feed. */
export function figuresOf({ journal, facts, ledger }: Trial): Figures {
  const run = ledger.runs().find((name) => name.endsWith("-method"))!;
  const { cells, freshness } = ledger.counts(run);
  const { deadLettered, processed } = objective(cells);
  const efficacy = journal.verdict!.findings.find(({ rule, numbers }) => rule === "efficacy" && "struck" in numbers);
  return {
    lost: cells.lost + cells.lostEvidence,
    collateral: cells.collateral,
    deadLettered: deadLettered / processed,
    p99: quantileBound(freshness, 99).estimate,
    struck: efficacy?.numbers.struck as number | undefined,
    concurrency: peakOf(facts),
  };
}

/** The most runs at once. */
function peakOf(facts: Trial["facts"]): number {
  let [running, peak] = [0, 0];
  for (const { kind } of facts) {
    if (kind === "InvocationStarted") peak = Math.max(peak, ++running);
    if (kind === "InvocationEnded") running--;
  }
  return peak;
}

/** What lies outside of its range, or was not measured. */
export function strays({ ranges }: Case, figures: Figures): string[] {
  const names = Object.keys(ranges) as FigureName[];
  return names
    .filter((name) => !within(figures[name], ranges[name]!))
    .map((name) => `${FIGURES[name].title} ${shown(name, figures[name])}, expected ${rangeOf(name, ranges[name]!)}`);
}

export function within(value: number | undefined, [low, high]: Range): boolean {
  return value !== undefined && value >= low && value <= high;
}

export function shown(name: FigureName, value: number | undefined): string {
  return value === undefined ? "-" : FIGURES[name].show(value);
}

export function rangeOf(name: FigureName, [low, high]: Range): string {
  return low === high ? shown(name, low) : `${shown(name, low)} to ${shown(name, high)}`;
}

function around(milliseconds: number, share = 0.05): Range {
  return [milliseconds * (1 - share), milliseconds * (1 + share)];
}

function draws(documents: number, probability: number): Range {
  const { low, high } = binomialInterval(Math.floor(documents), probability);
  return [low, high];
}

/** What chance did to the documents that were published while the fault lasted, and up to a cache time longer. */
function struckFor(lasting: number): Range {
  return [draws(lasting * PER_SECOND, 0.3)[0], draws((lasting + 5) * PER_SECOND, 0.3)[1]];
}

/** Collateral damage, and what it adds to the dead letters that were intended. */
function damage([low, high]: Range): { collateral: Range; deadLettered: Range } {
  return { collateral: [low, high], deadLettered: [(low + MALFORMED) / DOCUMENTS, (high + MALFORMED) / DOCUMENTS] };
}
