import { stackOf, type Terms, type Trial, trial } from "../bench/trial.ts";
import { type ExperimentFile, experiment, minutes } from "../chaos/vocabulary.ts";
import { stackOptions } from "../infra/options.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { Simulation } from "../lab/simulation.ts";

/** The whole lab for tests: a world to tell a story in, or a run of an experiment in one. */

export type ALab = Pick<Terms, "seed" | "settings" | "code" | "clients">;

/** A world with the pipeline deployed, on virtual time, and whatever `story` does in it. */
export async function aLab<T>(lab: ALab, story: (world: Simulation) => Promise<T>): Promise<T> {
  const { seed = 1, settings = {}, code, clients = "plain" } = lab;
  const stack = stackOf(stackOptions(settings), code);
  return await Simulation.run({ seed, run: "test", stack, clients }, story);
}

/** A run of an experiment; see `bench/trial.ts`. */
export function aRun(file: ExperimentFile<EtlPipeline>, terms?: Terms): Promise<Trial> {
  return trial(file, terms);
}

/** An experiment that claims what every pipeline should do; `changed` says what is done to it. */
export function anExperiment(
  changed: (etl: EtlPipeline) => Partial<ReturnType<ExperimentFile<EtlPipeline>>> = () => ({}),
): ExperimentFile<EtlPipeline> {
  return experiment<EtlPipeline>((etl) => ({
    title: "Every document is delivered and only malformed ones need a human",
    description: "An experiment of the tests.",
    tags: [],
    load: { documents: 400, perSecond: 20, malformed: 0.01 },
    steadyStateHypothesis: {
      title: "Every document is delivered within five minutes",
      // 396 well-formed documents without damage show no more than 0.8 %.
      collateral: { budget: 0.01 },
      freshness: { percentile: 99, within: minutes(5) },
      probes: [],
    },
    method: [],
    rollbacks: [],
    ...changed(etl),
  }));
}
