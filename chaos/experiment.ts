import type { Aws } from "./aws.ts";
import type { Call } from "./call.ts";
import type { Json, Lease } from "./lease.ts";
import type { Measured, Tolerance } from "./tolerance.ts";
import type { Hypothesis } from "./verdict/evidence.ts";
import type { LocalFault, Observations } from "./world.ts";

/**
 * The words an experiment is written in: Chaos Toolkit's, in camelCase. An experiment is data - a claim, the load that
 * tests it, what is done to the pipeline, and how that is undone - and does nothing until somebody runs it.
 *
 * @example
 * export default experiment<EtlPipeline>((etl) => ({
 *   title: "A slow transform costs time and no document",
 *   ...
 *   method: [action("slow half of the runs down", lambda.inject(etl, { ... }), { after: minutes(7) })],
 * }));
 */
export interface Experiment {
  /** The claim, as a sentence that a run can refute. */
  readonly title: string;
  /** The mechanism: why the claim might be false. */
  readonly description: string;
  readonly tags: readonly string[];
  /** What only some targets have; absent when the experiment uses AWS calls alone. */
  readonly needs?: "local" | "process runtime" | "signatures";
  readonly load: Load;
  readonly steadyStateHypothesis: SteadyStateHypothesis;
  readonly method: readonly Action[];
  readonly rollbacks: readonly Action[];
  /** How a run can tell that the load itself bit, where the load is the fault; asked of the time of the method. */
  readonly bites?: readonly Bite[];
  /** The metric signature the fault should show; a run says when it differed from the book. */
  readonly expects?: readonly Expectation[];
}

/** What is published while the method runs. */
export interface Load {
  readonly documents: number;
  readonly perSecond: number;
  /** The share of malformed documents, 0 to 1. A seeded quota: exactly floor(documents x malformed) of them. */
  readonly malformed: number;
  /** Windows with another share of malformed documents. Milliseconds from the first document. */
  readonly bursts?: readonly Burst[];
  readonly surge?: Surge;
  /** `plain` (default), `subtle` (what real producers send) or `bulky` (plain, padded to `bytes`). */
  readonly payload?: "plain" | "subtle" | "bulky";
  readonly bytes?: number;
  /** One document in so many is bulky and the others are plain; all are bulky if it is left out. */
  readonly bulkyEach?: number;
  readonly publisher?: Publisher;
  readonly subscriber?: Subscriber;
}

/** How the publisher of this experiment works. */
export interface Publisher {
  /** Milliseconds by which the clock that it signs with is fast; negative: slow. Takes `needs: "signatures"`. */
  readonly clockOffset?: number;
}

export interface Burst {
  readonly after: number;
  readonly for: number;
  readonly malformed: number;
}

/** The rate climbs in a straight line to `perSecond`, stays there, and falls back. Milliseconds. */
export interface Surge {
  readonly perSecond: number;
  readonly after: number;
  /** How long the climb takes. */
  readonly ramp?: number;
  /** How long the rate stays up; absent: to the end. */
  readonly for?: number;
}

/** How the subscriber of this experiment works; absent: as fast as messages come. */
export interface Subscriber {
  /** Messages a second. */
  readonly perSecond?: number;
  /** Milliseconds of work for each message before it is deleted. */
  readonly work?: number;
  /** How many take messages side by side; 1 if it is left out. */
  readonly pollers?: number;
}

export interface SteadyStateHypothesis extends Hypothesis {
  readonly title: string;
  readonly probes: readonly Probe[];
}

export interface Probe {
  readonly type: "probe";
  readonly name: string;
  readonly provider: ProbeProvider;
  readonly tolerance: Tolerance;
}

export interface Action {
  readonly type: "action";
  readonly name: string;
  readonly provider: ActionProvider;
  readonly pauses: Pauses;
}

/** Milliseconds to wait before and after an action. */
export interface Pauses {
  readonly before?: number;
  readonly after?: number;
}

/** Measures one thing. */
export interface ProbeProvider {
  /** The word in the experiment: `documents.collateral`. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, Json>>;
  measure(observations: Observations, aws: Aws): Promise<Measured>;
  /** The calls that it measures with; a plan cannot tell them where nobody says. */
  readonly calls?: readonly Call[];
}

/** Does one thing: takes a lease on a setting, heals, or works once. */
export interface ActionProvider {
  readonly name: string;
  readonly arguments: Readonly<Record<string, Json>>;
  /** What the action does to the pipeline; one of the three. */
  readonly lease?: Lease;
  readonly work?: (aws: Aws) => Promise<Json>;
  /** The calls that `work` makes; a lease's are its setting's. A plan cannot tell them where nobody says. */
  readonly calls?: readonly Call[];
  /** A fault that only an embedded cloud has; held as a lease like any other. */
  readonly local?: LocalFault;
  /**
   * How a run can tell that the fault bit; of several faults, each. Every lease has some, unless it `prepares`; a local
   * fault is counted where it strikes.
   */
  readonly bites?: Bite | readonly Bite[];
  /** Nobody feels the change until another action of the method makes them. */
  readonly prepares?: true;
  /** URL of the queue whose messages it moves on, so that what waits there has not come to its end. */
  readonly empties?: string;
  /** Milliseconds from the read-back until the fault is in force everywhere (an injector's cache time). */
  readonly spreads?: number;
}

/**
 * - `draws`: each first attempt in force is struck with this probability; judged by an exact interval
 * - `strikes`: at least so many first attempts in force are struck; for a fault that another one may forestall
 * - `metric`: at least this much of a CloudWatch metric while the fault was in force
 * - `gap`: at least this much more of one metric than of another, `beyond`
 */
export type Bite =
  | { readonly kind: "draws"; readonly fault: string; readonly probability: number }
  | { readonly kind: "strikes"; readonly fault: string; readonly atLeast: number }
  | { readonly kind: "metric"; readonly metric: Metric; readonly atLeast: number }
  | { readonly kind: "gap"; readonly metric: Metric; readonly beyond: Metric; readonly atLeast: number };

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average" | "SampleCount";
}

/** One line of a signature: how a metric should move while the fault is in force. */
export interface Expectation {
  readonly metric: Metric;
  /** `up`: more than nothing. `flat`: nothing. A tolerance says more. */
  readonly moves: "up" | "flat" | Tolerance;
}

/** An experiment as a file holds it: written for the outputs of a pipeline. */
export type ExperimentFile<Pipeline = never> = (pipeline: Pipeline) => Experiment;

/** Says for which pipeline an experiment is written, so that a renamed queue is a compile error. */
export function experiment<Pipeline>(write: (pipeline: Pipeline) => Experiment): ExperimentFile<Pipeline> {
  return write;
}

/** Something done to the pipeline, with pauses around it. */
export function action(name: string, provider: ActionProvider, pauses: Pauses = {}): Action {
  return { type: "action", name, provider, pauses };
}

/** How a metric should move while the fault is in force. */
export function moves(metric: Metric, how: Expectation["moves"]): Expectation {
  return { metric, moves: how };
}

/** Something measured, and what it may be. */
export function probe(name: string, provider: ProbeProvider, tolerance: Tolerance): Probe {
  return { type: "probe", name, provider, tolerance };
}
