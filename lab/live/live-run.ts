import type { Experiment, Load } from "../../chaos/experiment.ts";
import type { Journal } from "../../chaos/journal.ts";
import { run } from "../../chaos/run.ts";
import { placeOf } from "../../chaos/settings/cloud.ts";
import { percent } from "../../chaos/verdict/words.ts";
import { EPOCH } from "../../cloud/kernel/clock.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { CloudWatchSource } from "../../dashboard/server/cloudwatch-source.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { CatalogueEntry } from "../catalogue.ts";
import { Crew } from "../crew.ts";
import { type Keepsake, keepsake } from "../dashboard/keepsake.ts";
import { checkFree } from "../leases/journal.ts";
import { keepingLeases } from "../leases/keeping.ts";
import { checkRestorable } from "../leases/restorable.ts";
import { siteOf } from "../leases/site.ts";
import { commandOf, loadOf, type RunRequest, testsOf } from "../request.ts";
import type { RunResult } from "../run-file.ts";
import type { Watcher } from "../simulated-run.ts";
import type { Stage } from "../stage.ts";
import { wallClock } from "../wall-clock.ts";
import { BackgroundCrew } from "./background.ts";
import { hangUp, type LiveClients, liveClients } from "./clients.ts";
import { deployedPipeline, type PipelineTimes, timesOf } from "./deployment.ts";
import { type Drivers, driversFor, type Whose } from "./drivers.ts";
import { faultsAt } from "./fault-desk.ts";
import { foreignConsumers, OwnMessages } from "./foreign-consumers.ts";
import { checkAws, checkConcurrency, checkLocal } from "./target.ts";
import { LiveWorld } from "./world.ts";
import { s3WithWrongClock } from "./wrong-clock.ts";

export interface LiveRequest extends RunRequest {
  readonly target: "local" | "aws";
  readonly whose: Whose;
}

/**
 * A cloud that does not belong to this process, looked at and found fit for a run.
 *
 * @throws LabError for every gate that is shut
 */
export async function liveStage(entry: CatalogueEntry, asked: LiveRequest): Promise<Stage> {
  const { target, whose, ...request } = asked;
  const pipeline = deployedPipeline();
  const experiment = entry.write(pipeline);
  if (experiment.needs === "local" && target === "aws") throw localOnly(entry.name);
  if (request.set.length > 0) throw deployedAlready(request);
  checkRestorable(entry.name, experiment);
  const clients = liveClients(pipeline.region);
  await (target === "local" ? checkLocal() : checkAws(clients, pipeline));
  checkFree(siteOf(pipeline));
  const times = await timesOf(clients, pipeline);
  const drivers = driversFor(whose, pipeline, experiment);
  const began = wallClock.now();
  const id = `${entry.name}-${request.seed}-${stampOf(began)}`;
  const crew = crewOf({ drivers, clients, pipeline, id, began, seed: request.seed });
  const load = loadAt(experiment.load, request, crew);
  if (target === "aws") await checkConcurrency(clients, { ...load, timeout: times.timeout });
  return {
    request: drivers ? { ...request, rate: load.perSecond } : request,
    pipeline,
    stack: {
      retries: times.retries.retries,
      timeoutSeconds: times.timeout / 1000,
      eventAgeSeconds: times.retries.maximumEventAge / 1000,
    },
    notes: [
      ...(drivers ? [`judging the documents of ${nameOf(drivers, load)}`] : []),
      ...(await faultsAt()).map((fault) => `not this run's: fault ${fault.id} is in force at ${placeOf(fault)}`),
    ],
    play: async (signal, watcher) => {
      try {
        return await play({ experiment: { ...experiment, load }, name: entry.name, id, began, times }, asked, {
          ...{ clients, pipeline, crew, signal, watcher },
        });
      } finally {
        hangUp(clients);
      }
    },
  };
}

interface Piece {
  readonly experiment: Experiment;
  readonly name: string;
  readonly id: string;
  readonly began: number;
  readonly times: PipelineTimes;
}

interface Players {
  readonly clients: LiveClients;
  readonly pipeline: EtlPipeline;
  readonly crew: Crew | BackgroundCrew;
  readonly signal: AbortSignal;
  readonly watcher: Watcher;
}

/** Nothing of a live run can be replayed, because the world is not ours; its command starts another one. */
async function play(
  { experiment, name, id, began, times }: Piece,
  asked: LiveRequest,
  on: Players,
): Promise<RunResult> {
  const kept = { run: id, site: siteOf(on.pipeline), signal: on.signal };
  const journal = await keepingLeases(kept, (book, signal) =>
    run(experiment, {
      ...{ id, name, target: asked.target, seed: asked.seed, options: {}, pipeline: times, signal },
      ...testsOf(asked, asked.target),
      replay: `${commandOf(asked)} --target ${asked.target}${asked.whose ? ` --load ${asked.whose}` : ""}`,
      world: new LiveWorld({ aws: on.clients, pipeline: on.pipeline, crew: on.crew, book }),
      progress: (event) => on.watcher.progress?.({ ...event, at: EPOCH + event.at - began }),
    }),
  );
  const seen = await lastLook(journal, on);
  // Who asks a cloud that has stopped to answer may wait for ever.
  await Promise.race([on.crew.dismiss(), passed(AbortSignal.timeout(DISMISSAL))]);
  return {
    journal,
    files: {
      "dashboard.json": [`${JSON.stringify(seen)}\n`],
      "journal.json": [`${JSON.stringify(journal, null, 2)}\n`],
      "ledger.ndjson": on.crew.ledger.toLines().map((line) => `${line}\n`),
    },
  };
}

/** The dashboard at the end of the run, if CloudWatch shows it soon. */
async function lastLook(journal: Journal, { clients, pipeline }: Players): Promise<Keepsake> {
  const source = new CloudWatchSource({ cloudwatch: () => clients.cloudwatch, logs: () => clients.logs });
  const visit = { journal, name: pipeline.dashboard, now: wallClock.now() };
  const late = passed(AbortSignal.timeout(PATIENCE)).then(() => ({ refused: "It did not answer within ten seconds." }));
  return await Promise.race([keepsake(source, visit), late]);
}

/** Milliseconds in which CloudWatch may show the dashboard; nobody waits longer for a picture. */
const PATIENCE = 10_000;

/** Milliseconds in which the crew may finish what it has in hand. */
const DISMISSAL = 5000;

/** Unlike a timer of the clock's it keeps no process from ending. */
function passed(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

/** The run's own publisher and subscriber, or those that are at work already. */
function crewOf({ drivers, clients, pipeline, id, began, seed }: Casting): Crew | BackgroundCrew {
  const own = new OwnMessages();
  const watch = { clients, queue: pipeline.deliveriesQueue, since: began, own, endpoint: process.env.AWS_ENDPOINT_URL };
  const common = {
    pipeline,
    foreignConsumers: (catchUp?: () => void) => foreignConsumers(watch, catchUp),
    tell: (line: string) => own.read([line]),
  };
  if (drivers) return new BackgroundCrew({ ...common, ...drivers, clients });
  const staff = { publisher: clients, subscriber: clients, observer: clients };
  const publisherAt = (offset: number) => s3WithWrongClock(pipeline.region, offset);
  return new Crew({ ...common, clock: wallClock, clients: staff, publisherAt, seed, run: id });
}

interface Casting {
  readonly drivers: Drivers | undefined;
  readonly clients: LiveClients;
  readonly pipeline: EtlPipeline;
  readonly id: string;
  readonly began: number;
  readonly seed: number;
}

/** Drivers at work keep their rate and their share of malformed documents; how many are judged is the run's to say. */
function loadAt(planned: Load, request: RunRequest, crew: Crew | BackgroundCrew): Load {
  const load = loadOf(planned, request);
  if (crew instanceof Crew) return load;
  const { perSecond, malformed, malformedMode } = crew.load;
  if (request.rate !== undefined && request.rate !== perSecond) throw notOurRate(request.rate, perSecond);
  return { ...load, perSecond, malformed, ...(malformedMode && { malformedMode }) };
}

function nameOf({ publisher, subscribers }: Drivers, { perSecond, malformed }: Load): string {
  const takers = subscribers.map(({ run, pid }) => `${run} (pid ${pid})`).join(", ");
  return `publisher ${publisher.run} (pid ${publisher.pid}; ${perSecond}/s, ${percent(malformed)} malformed), taken by ${takers}`;
}

function notOurRate(asked: number, rate: number): LabError {
  return new LabError(
    "LAB_RATE_OF_DRIVERS",
    `The publisher at work publishes ${rate} documents a second, not ${asked}.`,
    `Leave --rate out, or start the publisher again: npm run publisher -- --rate ${asked} &`,
  );
}

function localOnly(name: string): LabError {
  return new LabError(
    "LAB_LOCAL_ONLY",
    `${name} uses faults that no AWS call makes.`,
    `Run it in the simulation, or on a served cloud (--target local): npx chaoslab run ${name}`,
  );
}

function deployedAlready({ set }: RunRequest): LabError {
  const settings = set.map((setting) => `--set ${setting}`).join(" ");
  return new LabError(
    "LAB_DEPLOYED_ALREADY",
    "The stack that a live run disturbs is deployed already; --set changes nothing there.",
    `Deploy it like that: npx chaoslab up ${settings}, or npm run deploy -- ${settings}`,
  );
}

/** `20260101T000000Z` */
function stampOf(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
}
