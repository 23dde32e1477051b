import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";
import { dashboardHandler } from "../../dashboard/server/handler.ts";
import { Teller } from "../../dashboard/story/teller.ts";
import { outputsIn } from "../../drivers/main/outputs.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { type Site, siteOf } from "../leases/site.ts";
import { OUTPUTS } from "../live/deployment.ts";
import type { LocalCloud } from "../local/local-cloud.ts";
import { wallClock } from "../wall-clock.ts";
import { FaultWindows } from "./fault-windows.ts";

/** An embedded cloud costs nothing to ask. */
const REFRESH = 1000;

/** What the dashboard wants to know of the deployment; there may be none yet. */
export type Deployment = Partial<
  Pick<EtlPipeline, "dashboard" | "transformFaults" | "accountId" | "region" | "pipeline">
>;

export const deployment = (): Deployment => outputsIn(OUTPUTS);

/** Where it lies; undefined while it is not known. */
export function siteIn({ accountId, region, pipeline }: Deployment, endpoint: string | undefined): Site | undefined {
  return accountId && region && pipeline ? siteOf({ accountId, region, pipeline }, endpoint ?? "") : undefined;
}

/** The dashboard of a cloud in this process: asked without a wire, and with the story of its documents. */
export function localDashboard(
  { cloud, endpoint, faults }: Pick<LocalCloud, "cloud" | "endpoint" | "faults">,
  { deployed = deployment, runs }: { deployed?: () => Deployment; runs?: string } = {},
): ReturnType<typeof dashboardHandler> {
  const { cloudwatch, logs, ssm } = cloud.clients();
  const teller = new Teller();
  cloud.feed.subscribe(teller.hear);
  const parameter = () => deployed().transformFaults;
  const site = () => siteIn(deployed(), endpoint);
  const told = { cloud: () => [...faults.ended, ...faults.inForce] };
  return dashboardHandler({
    now: () => wallClock.now(),
    source: new CloudWatchSource({ cloudwatch: () => cloudwatch, logs: () => logs }),
    name: () => deployed().dashboard,
    refresh: REFRESH,
    faults: new FaultWindows({ ...told, ssm, parameter, site, ...(runs && { runs }) }).faults,
    story: () => teller.story(wallClock.now()),
  });
}
