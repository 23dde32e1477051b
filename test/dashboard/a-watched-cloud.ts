import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { provision } from "../../cloud/provision/provision.ts";
import { bundle } from "../../infra/bundle.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import { synthesize } from "../../infra/synthesis.ts";
import { Crew } from "../../lab/crew.ts";
import { localDashboard } from "../../lab/dashboard/local-dashboard.ts";
import { hangUp, type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { optionsOf } from "../../lab/request.ts";
import { wallClock } from "../../lab/wall-clock.ts";

/** A cloud behind its door, the pipeline deployed and its dashboard served, with drivers that can be sent to work. */
export class WatchedCloud {
  readonly local: LocalCloud;
  readonly clients: LiveClients;
  readonly pipeline: EtlPipeline;
  readonly bugs: unknown[];
  readonly #folder: string;

  private constructor(parts: Pick<WatchedCloud, "local" | "clients" | "pipeline" | "bugs">, folder: string) {
    this.local = parts.local;
    this.clients = parts.clients;
    this.pipeline = parts.pipeline;
    this.bugs = parts.bugs;
    this.#folder = folder;
  }

  static async start(): Promise<WatchedCloud> {
    const bugs: unknown[] = [];
    const local = await LocalCloud.start({ port: 0, timeScale: 0.02, onBug: (bug) => bugs.push(bug) });
    const folder = mkdtempSync(join(tmpdir(), "chaoslab-dashboard-"));
    const { place } = local.cloud;
    const clients = liveClients(place.region, { endpoint: local.endpoint, credentials: ROOT_KEY });
    const { outputs } = await provision(synthesize(optionsOf({ set: [] }), folder, bundle()), { clients, ...place });
    const pipeline = outputs as unknown as EtlPipeline;
    local.open("dashboard", localDashboard(local, { deployed: () => pipeline, runs: join(folder, "runs") }));
    return new WatchedCloud({ local, clients, pipeline, bugs }, folder);
  }

  get page(): string {
    return `${this.local.endpoint}/_lab/dashboard/`;
  }

  /** Where journals of runs would be. */
  get runs(): string {
    return join(this.#folder, "runs");
  }

  /** Publishes documents and waits for what comes out; answers when all are at rest. */
  async drive(run: string, documents: number): Promise<void> {
    const { clients, pipeline } = this;
    const staff = { publisher: clients, subscriber: clients, observer: clients };
    const crew = new Crew({ clock: wallClock, pipeline, clients: staff, seed: 7, run, foreignConsumers: () => [] });
    const cohort = crew.drive({ name: "method", documents, perSecond: 20, malformed: 0.05 });
    await cohort.settle(Date.now() + 30_000);
    await crew.dismiss();
  }

  /** Makes runs of the function fail by themselves; `{}` heals it. */
  async disturb(faults: object): Promise<void> {
    const Value = JSON.stringify(faults);
    await this.clients.ssm.send(
      new PutParameterCommand({ Name: this.pipeline.transformFaults, Value, Type: "String", Overwrite: true }),
    );
  }

  async stop(): Promise<void> {
    hangUp(this.clients);
    await this.local.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
