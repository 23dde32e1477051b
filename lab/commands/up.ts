import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { localDashboard } from "../dashboard/local-dashboard.ts";
import { EXIT } from "../exit.ts";
import { OUTPUTS } from "../live/deployment.ts";
import { LocalCloud } from "../local/local-cloud.ts";
import { exportLines, ROOT_KEY } from "../local/root-key.ts";
import { number, type Raw, whole } from "../request.ts";

export interface UpOptions {
  readonly port: Raw;
  readonly timeScale: Raw;
  readonly deploy: boolean;
  readonly set?: readonly string[] | undefined;
}

/** `chaoslab up`: serves the embedded AWS until it is told to end. */
export async function up(options: UpOptions): Promise<number> {
  const port = whole("port", options.port, 0, 65_535)!;
  const timeScale = number("time-scale", options.timeScale, 0.001, 1)!;
  const ended = untilSignalled();
  const local = await LocalCloud.start({ port, timeScale, onBug: (error) => console.error(error) });
  local.open("dashboard", localDashboard(local));
  try {
    const what = options.deploy ? `, ${await deploy(local, options.set ?? [])} deployed` : "";
    console.log(`chaoslab is ready at ${local.endpoint}${what}; Ctrl-C ends it`);
    console.log(exportLines(local.port).join("\n"));
    console.log(`# the dashboard: ${local.endpoint}/_lab/dashboard/`);
    await ended;
  } catch (error) {
    console.error(error);
    return EXIT.bug;
  } finally {
    await local.stop();
  }
  return 0;
}

/** Deploys the pipeline in process, and leaves its outputs where drivers and runs look for them. */
async function deploy(local: LocalCloud, set: readonly string[]): Promise<string> {
  // Loaded here: a cloud without a pipeline need not wait for CDKTF and the bundler.
  const [{ hangUp, liveClients }, { bundle, sourceOf }, { synthesize }, { provision }, { optionsOf }] =
    await Promise.all([
      import("../live/clients.ts"),
      import("../../infra/bundle.ts"),
      import("../../infra/synthesis.ts"),
      import("../../cloud/provision/provision.ts"),
      import("../request.ts"),
    ]);
  const { place } = local.cloud;
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-up-"));
  // Through the door: queues' URLs lead to where they were asked for, and that is where drivers shall go.
  const clients = liveClients(place.region, { endpoint: local.endpoint, credentials: ROOT_KEY });
  try {
    const options = optionsOf({ set });
    const stack = synthesize(options, folder, bundle(sourceOf(options)));
    const { outputs } = await provision(stack, { clients, ...place });
    mkdirSync(dirname(OUTPUTS), { recursive: true });
    writeFileSync(OUTPUTS, `${JSON.stringify(outputs, null, 2)}\n`);
    return String(outputs.pipeline);
  } finally {
    hangUp(clients);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resolves at the first signal to end; a second one ends the process at once. */
function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const [signal, code] of [["SIGINT", 130] as const, ["SIGTERM", 143] as const]) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(code));
        resolve();
      });
    }
  });
}
