import type { Experiment } from "../chaos/experiment.ts";
import { LabError } from "../cloud/kernel/errors.ts";

/** Whether the simulation has what an experiment needs. */
export function isSimulated({ needs }: Pick<Experiment, "needs">): boolean {
  return needs === undefined || needs === "local";
}

const WHY: Readonly<Record<string, string>> = {
  "process runtime": "functions share one process in the simulation, and nothing limits their memory",
  signatures: "clients sign nothing in the simulation, because signatures carry the machine's time",
};

/** @throws LabError LAB_LIVE_ONLY for an experiment that the simulation could not show */
export function checkSimulated(name: string, experiment: Pick<Experiment, "needs">): void {
  if (isSimulated(experiment)) return;
  const { needs } = experiment;
  throw new LabError(
    "LAB_LIVE_ONLY",
    `${name} needs ${needs === "signatures" ? "signed requests" : "functions in processes of their own"}: ${WHY[needs!]}.`,
    `npx chaoslab up & eval "$(npx chaoslab env)"; npx chaoslab run ${name} --target local`,
  );
}
