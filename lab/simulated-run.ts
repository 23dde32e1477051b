import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Journal } from "../chaos/journal.ts";
import { type Progress, run } from "../chaos/run.ts";
import { bundle } from "../infra/bundle.ts";
import { type Synthesis, synthesize } from "../infra/synthesis.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { commandOf, loadOf, optionsOf, type RunRequest } from "./request.ts";
import { Simulation } from "./simulation.ts";

/** What a run leaves: the three files that the same request always fills with the same bytes. */
export interface RunResult {
  readonly journal: Journal;
  readonly files: Readonly<Record<"journal.json" | "ledger.ndjson" | "feed.ndjson", string>>;
}

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
): Promise<RunResult> {
  const id = runId(entry.name, request);
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
          replay: commandOf(request),
          world,
          pipeline: {
            timeout: options.timeoutSeconds * 1000,
            retries: { retries: options.retries, maximumEventAge: options.eventAgeSeconds * 1000 },
          },
          signal,
          progress: watcher.progress ?? (() => {}),
        },
      );
      await world.crew.dismiss();
      countAttempts(world);
      return { journal, files: filesOf(journal, world) };
    }),
  );
}

/** The experiment, the seed, and eight digits that stand for everything else that was asked for. */
export function runId(name: string, { seed, documents, rate, set }: RunRequest): string {
  const inputs = JSON.stringify({ name, seed, documents, rate, set: [...set].sort() });
  return `${name}-${seed}-${createHash("sha256").update(inputs).digest("hex").slice(0, 8)}`;
}

/** Synthesises in a folder of its own, so that two runs at once do not meet. */
async function withStack<T>(request: RunRequest, work: (stack: Synthesis) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-"));
  try {
    return await work(synthesize(optionsOf(request), folder, bundle()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
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

function filesOf(journal: Journal, { crew, facts }: Simulation): RunResult["files"] {
  return {
    "journal.json": `${JSON.stringify(journal, null, 2)}\n`,
    "ledger.ndjson": lines(crew.ledger.toLines()),
    "feed.ndjson": lines(facts.map((fact) => JSON.stringify(fact))),
  };
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}
