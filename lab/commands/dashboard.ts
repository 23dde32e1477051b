import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { isFromOurs, isOurs } from "../../cloud/gateway/http/host.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";
import { AT, dashboardHandler } from "../../dashboard/server/handler.ts";
import { outputsIn } from "../../drivers/main/outputs.ts";
import { FaultWindows } from "../dashboard/fault-windows.ts";
import { deployment, siteIn } from "../dashboard/local-dashboard.ts";
import { pastRun } from "../dashboard/past-run.ts";
import { OUTPUTS } from "../live/deployment.ts";
import { LOOPBACK } from "../live/target.ts";
import { number, type Raw, whole } from "../request.ts";
import { RUNS, shown } from "../run-folder.ts";
import { folderOf } from "../stored-run.ts";
import { wallClock } from "../wall-clock.ts";

export interface DashboardOptions {
  readonly port: Raw;
  readonly refresh: Raw;
  /** A stored run, to be watched again. */
  readonly run?: string | undefined;
  readonly out?: string | undefined;
}

/** Seconds between two looks. On AWS every metric that is asked for is charged. */
const REFRESH = { here: 1, aws: 10 };

/**
 * `chaoslab dashboard`: of a deployed dashboard, or with `--run` of a simulated run that is over.
 *
 * @throws LabError LAB_NO_REGION, LAB_PORT_TAKEN, LAB_RUN_UNKNOWN, LAB_RUN_BROKEN or LAB_RUN_LIVE
 */
export async function dashboard(name: string | undefined, options: DashboardOptions): Promise<number> {
  const { run, out = RUNS } = options;
  if (run === undefined) return await liveDashboard(name, options);
  const port = whole("port", options.port, 0, 65_535)!;
  const folder = folderOf(run, out);
  const handler = dashboardHandler({ ...pastRun(folder), ...(name !== undefined && { name: () => name }) });
  return await serveUntilTold(handler, port, (at) => [
    `the dashboard of the run in ${shown(folder)}: ${at}`,
    "its time is at the foot of the page: play it, or choose a moment; Ctrl-C ends it",
  ]);
}

/**
 * Serves the live page of a deployed dashboard until it is told to end. The page asks this
 * process, which asks CloudWatch with the credentials it finds; the browser holds none.
 */
async function liveDashboard(name: string | undefined, options: DashboardOptions): Promise<number> {
  const port = whole("port", options.port, 0, 65_535)!;
  const endpoint = process.env.AWS_ENDPOINT_URL;
  const isHere = LOOPBACK.test(endpoint ?? "");
  const refresh = number("refresh", options.refresh ?? (isHere ? REFRESH.here : REFRESH.aws), 0.2, 3600)!;
  const outputs = outputsIn(OUTPUTS);
  const region = outputs.region ?? process.env.AWS_REGION;
  if (region === undefined) throw noRegion();
  const clients = clientsIn(region, endpoint);
  const handler = dashboardHandler({
    source: new CloudWatchSource(clients),
    name: () => name ?? outputs.dashboard,
    refresh: refresh * 1000,
    now: () => wallClock.now(),
    faults: new FaultWindows({
      ssm: clients.ssm,
      parameter: () => deployment().transformFaults,
      site: () => siteIn(deployment(), endpoint),
    }).faults,
  });
  const what = isHere ? `the cloud at ${endpoint}` : (endpoint ?? `AWS in ${region}`);
  return await serveUntilTold(handler, port, (at) => [
    `the dashboard of ${what}: ${at}`,
    `it looks every ${refresh} s, with this shell's credentials, while a page is open; Ctrl-C ends it`,
  ]);
}

async function serveUntilTold(handler: Handler, port: number, told: (at: string) => string[]): Promise<number> {
  const server = await serve(handler, port);
  const { port: taken } = server.address() as AddressInfo;
  for (const line of told(`http://127.0.0.1:${taken}${AT}/`)) console.log(line);
  const code = await new Promise<number>((resolve) => {
    process.once("SIGINT", () => resolve(130));
    process.once("SIGTERM", () => resolve(143));
  });
  server.closeAllConnections();
  server.close();
  return code;
}

type Handler = ReturnType<typeof dashboardHandler>;

/** A client of each region that a widget names, made when it is first needed. */
function clientsIn(home: string, endpoint: string | undefined) {
  const configOf = (region: string) => ({ region, ...(endpoint && { endpoint }) });
  const metrics = new Map<string, CloudWatchClient>();
  const logs = new Map<string, CloudWatchLogsClient>();
  return {
    ssm: new SSMClient(configOf(home)),
    cloudwatch: (region = home) => one(metrics, region, () => new CloudWatchClient(configOf(region))),
    logs: (region = home) => one(logs, region, () => new CloudWatchLogsClient(configOf(region))),
  };
}

function one<T>(all: Map<string, T>, key: string, make: () => T): T {
  if (!all.has(key)) all.set(key, make());
  return all.get(key)!;
}

/** On this machine only, for pages of this machine only, as the embedded cloud's own door. */
function serve(handler: Handler, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const { host, origin } = request.headers;
    const refused = !isOurs(host) || !isFromOurs(origin) || !request.url!.startsWith(AT);
    if (refused) response.writeHead(404).end(`The dashboard is at ${AT}/\n`);
    else
      handler(request, response).catch((error) => {
        console.error(error);
        response.destroy();
      });
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? portTaken(port) : error),
    );
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function portTaken(port: number): LabError {
  return new LabError(
    "LAB_PORT_TAKEN",
    `Port ${port} is taken.`,
    `npx chaoslab dashboard --port ${port + 1}, or 0 for a free one`,
  );
}

function noRegion(): LabError {
  return new LabError(
    "LAB_NO_REGION",
    "Nothing is deployed from here, and AWS_REGION is not set.",
    "Deploy first (npx chaoslab up, or npm run deploy), or name a region and a dashboard: AWS_REGION=eu-west-1 npx chaoslab dashboard NAME",
  );
}
