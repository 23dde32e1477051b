import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Journal } from "../chaos/journal.ts";
import { type Progress, run } from "../chaos/run.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { EPOCH } from "../cloud/kernel/clock.ts";
import { bundle, sourceOf } from "../infra/bundle.ts";
import { type Synthesis, synthesize } from "../infra/synthesis.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { HouseSource } from "./dashboard/house-source.ts";
import { type Keepsake, keepsake } from "./dashboard/keepsake.ts";
import { Recording } from "./dashboard/recording.ts";
import { commandOf, loadOf, optionsOf, type RunRequest, testsOf } from "./request.ts";
import type { Lines, RunFile, RunResult } from "./run-file.ts";
import { retold } from "./shrink/story.ts";
import { Simulation } from "./simulation.ts";

export interface Watcher {
  progress?(event: Progress): void;
  /** Told of the world as soon as it stands, for whoever wants to watch it go. */
  began?(world: Simulation): void;
}

/** Runs one experiment in the embedded cloud on a virtual clock. */
export async function simulate(
  entry: CatalogueEntry,
  request: RunRequest,
  signal: AbortSignal,
  watcher: Watcher = {},
): Promise<RunResult<RunFile>> {
  return await withStack(request, (stack) => play(entry, request, { stack, signal, watcher }));
}

export interface Playing {
  readonly stack: Synthesis;
  /** `plain` leaves the SDK out: other draws of chance, and a third of the time. */
  readonly clients?: "sdk" | "plain";
  readonly signal: AbortSignal;
  readonly watcher?: Watcher;
}

/** The same with a stack that is synthesised already, for whoever runs one again and again. */
export async function play(entry: CatalogueEntry, request: RunRequest, playing: Playing): Promise<RunResult<RunFile>> {
  const { stack, clients = "sdk", signal, watcher = {} } = playing;
  const { seed, story } = request;
  const id = runId(entry.name, request);
  // Stacks end up in the function's log; how deep they go must not depend on who started this process.
  Error.stackTraceLimit = 10;
  let recording!: Recording;
  const prepare = (cloud: Cloud) => {
    recording = new Recording(cloud, EPOCH);
  };
  const part = story && { documents: story.documents, ...(story.luck > 0 && { lots: `${seed} ${story.luck}` }) };
  return await Simulation.run({ seed, run: id, stack, clients, prepare, ...part }, async (world) => {
    watcher.began?.(world);
    const written = entry.write(world.pipeline);
    const experiment = story ? retold(written, story) : written;
    const options = optionsOf(request);
    const journal = await run(
      { ...experiment, load: loadOf(experiment.load, request) },
      {
        id,
        name: entry.name,
        target: "sim",
        seed,
        options: { ...options },
        replay: story ? `npx chaoslab replay ${id}` : commandOf(inThisFolder(request)),
        world,
        withoutBaseline: story !== undefined && !story.documents.baseline,
        pipeline: {
          timeout: options.timeoutSeconds * 1000,
          retries: { retries: options.retries, maximumEventAge: options.eventAgeSeconds * 1000 },
        },
        // A story is told to its end, however clear it is.
        ...(!story && testsOf(request, "sim")),
        signal,
        progress: (event) => watcher.progress?.(event),
      },
    );
    const seen = await keepsake(new HouseSource(() => world.cloud.houses.services.cloudwatch), {
      ...{ journal, name: world.pipeline.dashboard, now: world.clock.now() },
    });
    await world.crew.dismiss();
    countAttempts(world);
    return { journal, files: filesOf(journal, world, { recording, seen }) };
  });
}

/** Where a file lies on this machine decides nothing, and the journal is the same on all of them. */
function inThisFolder(request: RunRequest): RunRequest {
  return { ...request, experiment: basename(request.experiment) };
}

/** The experiment, the seed, and eight digits that stand for everything else that was asked for. */
export function runId(
  name: string,
  { seed, documents, rate, gate, stopRule, set, content, story }: RunRequest,
): string {
  const inputs = JSON.stringify({ name, seed, documents, rate, gate, stopRule, set, content });
  const whole = `${name}-${seed}-${createHash("sha256").update(inputs).digest("hex").slice(0, 8)}`;
  // One name for all stories of a run: what is tried on the way to the smallest happens just as it will in that.
  return story ? `${whole}-shrunk` : whole;
}

/** Synthesises in a folder of its own, so that two runs at once do not meet; it goes however the process ends. */
export async function withStack<T>(request: RunRequest, work: (stack: Synthesis) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const options = optionsOf(request);
    return await work(synthesize(options, folder, bundle(sourceOf(options))));
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** How often the function ran for each document, as the cloud counted it. */
function countAttempts({ facts, crew: { ledger } }: Simulation): void {
  const attempts = new Map<string, number>();
  for (const fact of facts) {
    if (fact.kind !== "InvocationStarted") continue;
    for (const key of fact.keys ?? []) attempts.set(key, (attempts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of attempts) ledger.attempts(key, count);
}

interface Watched {
  readonly recording: Recording;
  readonly seen: Keepsake;
}

function filesOf(
  journal: Journal,
  { crew, facts }: Simulation,
  { recording, seen }: Watched,
): RunResult<RunFile>["files"] {
  return {
    "journal.json": `${JSON.stringify(journal, null, 2)}\n`.split(/(?<=\n)/),
    "ledger.ndjson": crew.ledger.toLines().map((line) => `${line}\n`),
    "feed.ndjson": each(facts, (fact) => `${JSON.stringify(fact)}\n`),
    "metrics.ndjson": recording.lines,
    "dashboard.json": [`${JSON.stringify(seen)}\n`],
  };
}

/** Made one at a time, and again for whoever reads them again. */
function each<T>(elements: readonly T[], line: (element: T) => string): Lines {
  return {
    *[Symbol.iterator]() {
      for (const element of elements) yield line(element);
    },
  };
}
