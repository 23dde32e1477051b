import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Journal } from "../chaos/journal.ts";
import { type Progress, run } from "../chaos/run.ts";
import { bundle } from "../infra/bundle.ts";
import { type Synthesis, synthesize } from "../infra/synthesis.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { commandOf, loadOf, optionsOf, type RunRequest, testsOf } from "./request.ts";
import type { Lines, RunFile, RunResult } from "./run-file.ts";
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
  const id = runId(entry.name, request);
  // Stacks end up in the function's log; how deep they go must not depend on who started this process.
  Error.stackTraceLimit = 10;
  return await withStack(request, async (stack) =>
    Simulation.run({ seed: request.seed, run: id, stack }, async (world) => {
      watcher.began?.(world);
      const experiment = entry.write(world.pipeline);
      const options = optionsOf(request);
      const journal = await run(
        { ...experiment, load: loadOf(experiment.load, request) },
        {
          id,
          name: entry.name,
          target: "sim",
          seed: request.seed,
          options: { ...options },
          // Where a file lies on this machine decides nothing, and the journal is the same on all of them.
          replay: commandOf({ ...request, experiment: basename(request.experiment) }),
          world,
          pipeline: {
            timeout: options.timeoutSeconds * 1000,
            retries: { retries: options.retries, maximumEventAge: options.eventAgeSeconds * 1000 },
          },
          ...testsOf(request, "sim"),
          signal,
          progress: (event) => watcher.progress?.(event),
        },
      );
      await world.crew.dismiss();
      countAttempts(world);
      return { journal, files: filesOf(journal, world) };
    }),
  );
}

/** The experiment, the seed, and eight digits that stand for everything else that was asked for. */
export function runId(name: string, { seed, documents, rate, gate, stopRule, set, content }: RunRequest): string {
  const inputs = JSON.stringify({ name, seed, documents, rate, gate, stopRule, set, content });
  return `${name}-${seed}-${createHash("sha256").update(inputs).digest("hex").slice(0, 8)}`;
}

/** Synthesises in a folder of its own, so that two runs at once do not meet; it goes however the process ends. */
async function withStack<T>(request: RunRequest, work: (stack: Synthesis) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    return await work(synthesize(optionsOf(request), folder, bundle()));
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

function filesOf(journal: Journal, { crew, facts }: Simulation): RunResult<RunFile>["files"] {
  return {
    "journal.json": `${JSON.stringify(journal, null, 2)}\n`.split(/(?<=\n)/),
    "ledger.ndjson": crew.ledger.toLines().map((line) => `${line}\n`),
    "feed.ndjson": each(facts, (fact) => `${JSON.stringify(fact)}\n`),
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
