import { LabError } from "../../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { RecordedRun } from "../leases/records.ts";
import type { LiveClients } from "../live/clients.ts";
import { faultsAt } from "../live/fault-desk.ts";
import type { Section } from "./checklist.ts";
import { design } from "./design.ts";
import { leftovers } from "./leftovers.ts";
import { metrics } from "./metrics.ts";
import { observe } from "./observation.ts";
import { rights } from "./rights.ts";
import { wiring } from "./wiring.ts";

/**
 * Everything that is looked at in a deployed pipeline; nothing is changed.
 *
 * @param runs what runs at this pipeline wrote down of their changes
 * @param now milliseconds since 1970: what a date has ended denies nothing any more
 * @throws LabError LAB_NOT_DEPLOYED when the clients look where the pipeline is not
 */
export async function sectionsOf(
  clients: LiveClients,
  pipeline: EtlPipeline,
  now: number,
  runs: readonly RecordedRun[],
): Promise<Section[]> {
  const [seen, faults] = await Promise.all([observe(clients, pipeline), faultsAt()]);
  if (!seen.configuration) throw notThere(pipeline.transformFunction);
  const [granted, shown] = await Promise.all([rights(clients, pipeline, now), metrics(clients, seen, pipeline)]);
  return [
    wiring(seen, pipeline, now),
    granted,
    design(seen, pipeline, now),
    shown,
    leftovers(seen, pipeline, now, { runs, faults }),
  ];
}

/** Titles of the sections that advise: a workshop deploys some of these flaws on purpose. */
export const ADVICE = new Set(["design", "dashboard"]);

function notThere(name: string): LabError {
  return new LabError(
    "LAB_NOT_DEPLOYED",
    `build/outputs.json describes a deployment, but there is no function ${name} where this shell's AWS clients look.`,
    "Send them to the right cloud (npx chaoslab env), or deploy again: npx chaoslab up, or npm run deploy.",
  );
}
