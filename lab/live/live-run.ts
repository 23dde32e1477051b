import type { Journal } from "../../chaos/journal.ts";
import { run } from "../../chaos/run.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import type { Ledger } from "../../drivers/ledger.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { CatalogueEntry } from "../catalogue.ts";
import { Crew } from "../crew.ts";
import { commandOf, loadOf, type RunRequest } from "../request.ts";
import type { Lines } from "../run-file.ts";
import type { Watcher } from "../simulated-run.ts";
import { BackgroundCrew, driversAtWork } from "./background.ts";
import { type LiveClients, liveClients } from "./clients.ts";
import { deployedPipeline, settingsOf } from "./deployment.ts";
import { checkAws, checkLocal } from "./target.ts";
import { LiveWorld, wallClock } from "./world.ts";

/** What a live run leaves; nothing of it can be replayed, because the world was not ours. */
export interface LiveResult {
  readonly journal: Journal;
  readonly files: Readonly<Record<string, Lines>>;
}

export interface LiveRequest extends RunRequest {
  readonly target: "local" | "aws";
  /** Whose documents are judged: the run's own, or those of drivers in the background. */
  readonly load: "own" | "drivers" | undefined;
}

/** Runs one experiment against a cloud that does not belong to this process. */
export async function runLive(
  entry: CatalogueEntry,
  request: LiveRequest,
  signal: AbortSignal,
  watcher: Watcher,
): Promise<LiveResult> {
  const pipeline = deployedPipeline();
  const clients = liveClients(pipeline.region);
  if (request.target === "local") await checkLocal();
  const settings = await settingsOf(clients, pipeline);
  const experiment = entry.write(pipeline);
  const load = loadOf(experiment.load, request);
  if (request.target === "aws") await checkAws(clients, pipeline, { ...load, timeout: settings.timeout });
  if (experiment.needs === "local" && request.target === "aws") throw localOnly(entry.name);
  const began = wallClock.now();
  const id = `${entry.name}-${request.seed}-${stampOf(began)}`;
  const crew = crewFor(request, pipeline, clients, id);
  const world = new LiveWorld(clients, pipeline, crew);
  const { name, seed, target } = { ...request, name: entry.name };
  const command = `${commandOf(request)} --target ${target}`;
  const journal = await run(
    { ...experiment, load },
    {
      id,
      name,
      target,
      seed,
      options: {},
      replay: command,
      world,
      pipeline: settings,
      signal,
      progress: (event) => watcher.progress?.({ ...event, at: EPOCH + event.at - began }),
    },
  );
  if (crew instanceof Crew) await crew.dismiss();
  return {
    journal,
    files: { "journal.json": [`${JSON.stringify(journal, null, 2)}\n`], "ledger.ndjson": linesOf(crew.ledger) },
  };
}

/** Drivers in the background are taken when they are there, unless somebody says otherwise. */
function crewFor(
  { load, seed }: LiveRequest,
  pipeline: EtlPipeline,
  clients: LiveClients,
  run: string,
): Crew | BackgroundCrew {
  const drivers = driversAtWork();
  const publisher = drivers.find(({ role, target }) => role === "publisher" && target === pipeline.documentsBucket);
  const subscribers = drivers.filter(
    ({ role, target }) => role === "subscriber" && target === pipeline.deliveriesQueueUrl,
  );
  const foreignConsumers = () => [];
  if (load === "own" && subscribers.length > 0) {
    throw new LabError(
      "LAB_DRIVERS_AT_WORK",
      `A subscriber is at work (pid ${subscribers[0]!.pid}) and would take this run's notifications.`,
      "Stop it, or judge its documents: --load drivers",
    );
  }
  if (load !== "own" && publisher && subscribers.length > 0) {
    return new BackgroundCrew({ publisher, subscribers, clients, pipeline, foreignConsumers });
  }
  if (load === "drivers") {
    throw new LabError(
      "LAB_NO_DRIVERS",
      "There are no drivers at work on this pipeline.",
      "Start them: npm run publisher & npm run subscriber &",
    );
  }
  const staff = { publisher: clients, subscriber: clients, observer: clients };
  return new Crew({ clock: wallClock, pipeline, clients: staff, seed, run, foreignConsumers });
}

function localOnly(name: string): LabError {
  return new LabError(
    "LAB_LOCAL_ONLY",
    `${name} uses faults that AWS has no switch for.`,
    `Run it in the embedded cloud: npx chaoslab run ${name}`,
  );
}

function linesOf(ledger: Ledger): string[] {
  return ledger.toLines().map((line) => `${line}\n`);
}

/** `20260101T000000Z` */
function stampOf(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
}
