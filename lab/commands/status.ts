import { LabError } from "../../cloud/kernel/errors.ts";
import { recordedRuns } from "../leases/records.ts";
import { sameSite, siteOf } from "../leases/site.ts";
import { hangUp, liveClients } from "../live/clients.ts";
import { deployedPipeline } from "../live/deployment.ts";
import { checkReachable } from "../live/target.ts";
import { Screen } from "../screen.ts";
import { linesOf } from "../status/checklist.ts";
import { ADVICE, sectionsOf } from "../status/sections.ts";
import { wallClock } from "../wall-clock.ts";

export interface StatusOptions {
  readonly json: boolean;
  readonly strict: boolean;
}

/**
 * `chaoslab status`: looks at the deployed pipeline and ticks off what is as it should be; reads only. 0 when every arrow
 * is drawn and no fault was left behind, else 1; with `strict` the design counts as well.
 */
export async function status({ json, strict }: StatusOptions): Promise<number> {
  const screen = new Screen({ json });
  const pipeline = deployedPipeline();
  await checkReachable();
  const clients = liveClients(pipeline.region);
  const site = siteOf(pipeline);
  const runs = recordedRuns().filter((run) => sameSite(run.site, site));
  try {
    const sections = await sectionsOf(clients, pipeline, wallClock.now(), runs).catch((error) => {
      throw unreadable(error);
    });
    screen.event("status", { pipeline: pipeline.pipeline, sections });
    screen.lines([`${pipeline.pipeline} in account ${pipeline.accountId}, ${pipeline.region}`, ...linesOf(sections)]);
    const counted = strict ? sections : sections.filter(({ title }) => !ADVICE.has(title));
    return counted.every(({ checks }) => checks.every(({ holds }) => holds)) ? 0 : 1;
  } finally {
    hangUp(clients);
  }
}

/** Whatever AWS refuses is told in its own words. */
function unreadable(error: unknown): unknown {
  if (
    !(error instanceof Error) ||
    error instanceof LabError ||
    !("$metadata" in error || /Credential/.test(error.name))
  )
    return error;
  return new LabError(
    "LAB_UNREADABLE",
    `The deployment cannot be looked at: ${error.name}: ${error.message}`,
    'Send this shell to a cloud: eval "$(npx chaoslab env)", or use credentials that may read the stack.',
  );
}
