import type { Action, Experiment } from "../../chaos/experiment.ts";
import type { CohortPlan } from "../../chaos/world.ts";
import type { Chosen } from "../crew.ts";
import { type Check, listOf, optional, shape, whole } from "../form.ts";

/** A part of a run: some of its documents, each at its own moment, and some of its faults. */
export interface Story {
  readonly documents: Chosen;
  /** Places in the experiment's method, from 0. */
  readonly faults: readonly number[];
  /**
   * 0: the cloud draws its lots as the run's seed has it; else in another order for each number. Lots are drawn as
   * requests come, so that a document that is alone draws the first ones, and not those that were its own.
   */
  readonly luck: number;
}

/** One document of a run. */
export interface Part {
  readonly cohort: CohortPlan["name"];
  readonly sequence: number;
}

export function storyOf(parts: readonly Part[], faults: readonly number[], luck = 0): Story {
  const documents: Partial<Record<CohortPlan["name"], number[]>> = {};
  for (const name of ["baseline", "method", "recovery"] as const) {
    const chosen = parts.filter(({ cohort }) => cohort === name).map(({ sequence }) => sequence);
    if (chosen.length > 0) documents[name] = chosen.sort((a, b) => a - b);
  }
  return { documents, faults, luck };
}

export function partsOf({ documents }: Story): Part[] {
  return (Object.keys(documents) as Part["cohort"][]).flatMap((cohort) =>
    documents[cohort]!.map((sequence) => ({ cohort, sequence })),
  );
}

/** Complaints about what a file calls a story. */
export const storyForm: Check = shape<Story>({
  documents: shape<Required<Chosen>>({
    baseline: optional(listOf(whole(0, 1e8))),
    method: optional(listOf(whole(0, 1e8))),
    recovery: optional(listOf(whole(0, 1e8))),
  }),
  faults: listOf(whole(0, 1000)),
  luck: whole(0, 1e6),
});

/**
 * Whether an action does harm, and so may be left out of a story. What works once - a redrive, a replay of dead letters -
 * repairs: without it documents would be damaged that no run of the experiment has damaged.
 */
export function isFault({ provider }: Action): boolean {
  return provider.lease !== undefined || provider.local !== undefined;
}

/** The places of the faults in a method. */
export function faultsIn({ method }: Pick<Experiment, "method">): number[] {
  return [...method.keys()].filter((place) => isFault(method[place]!));
}

/**
 * The experiment with the faults of a story, and without what only many documents can show: percentiles, metrics and
 * probes. That a fault bit is shown by the document, which comes through where the fault is left out.
 */
export function retold(experiment: Experiment, { faults }: Story): Experiment {
  const { bites: _, expects: __, steadyStateHypothesis, ...rest } = experiment;
  const { title, collateral, permits, exactlyOnce } = steadyStateHypothesis;
  const claims = {
    ...(collateral && { collateral }),
    ...(permits && { permits }),
    ...(exactlyOnce && { exactlyOnce }),
  };
  const method = experiment.method.map((action, place) =>
    isFault(action) && !faults.includes(place) ? nothing(action) : unproven(action),
  );
  return {
    ...rest,
    steadyStateHypothesis: { title, ...claims, probes: [] },
    // Where nothing is left to wait for, the method lasts as long as the publishing.
    method: method.every(({ name }) => name === LEFT_OUT) ? [] : method,
  };
}

export const LEFT_OUT = "left out";

/** Takes the same time, so that the load and what comes later come at the same moment. */
function nothing({ type, provider: { spreads }, pauses }: Action): Action {
  const idle = { name: "nothing", arguments: {}, bites: [], ...(spreads !== undefined && { spreads }) };
  return { type, name: LEFT_OUT, provider: idle, pauses };
}

function unproven(action: Action): Action {
  const { bites: _, ...provider } = action.provider;
  return { ...action, provider };
}
