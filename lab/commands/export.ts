import { load } from "../catalogue.ts";
import { chaosToolkit, configurable } from "../report/chaostoolkit.ts";

/** `chaoslab export`: prints an experiment as Chaos Toolkit's JSON. Nothing runs. */
export async function exportExperiment(experiment: string): Promise<number> {
  const written = (await load(experiment)).write(configurable);
  process.stdout.write(`${JSON.stringify(chaosToolkit(written), null, 2)}\n`);
  return 0;
}
