import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExperimentFile } from "../chaos/experiment.ts";
import type { Journal } from "../chaos/journal.ts";
import type { Tests } from "../chaos/oversight.ts";
import { run } from "../chaos/run.ts";
import type { CloudFact } from "../cloud/cloud.ts";
import type { Recorded } from "../cloud/kernel/feed.ts";
import type { Ledger } from "../drivers/ledger.ts";
import { bundle, sourceOf } from "../infra/bundle.ts";
import { type StackOptions, stackOptions } from "../infra/options.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { type Synthesis, synthesize } from "../infra/synthesis.ts";
import { Simulation } from "../lab/simulation.ts";

/**
 * One experiment in one simulated world, for whoever runs many: the code is bundled once a process, the stack is
 * synthesised once for each set of options, and clients leave the SDK out unless they are asked not to.
 *
 *     experiment, seed, settings -> world -> `before` (sabotage, weather) -> run -> journal, facts, ledger
 */
export async function trial(experiment: ExperimentFile<EtlPipeline>, terms: Terms = {}): Promise<Trial> {
  const { seed = 1, settings = {}, code, clients = "plain", stopRule, gate, before } = terms;
  const options = stackOptions(settings);
  const start = { seed, run: `trial-${seed}`, stack: stackOf(options, code), clients };
  return await Simulation.run(start, async (world) => {
    await before?.(world);
    const written = experiment(world.pipeline);
    const load = { ...written.load, ...terms.load };
    const journal = await run(
      { ...written, load },
      {
        id: start.run,
        name: "trial",
        target: "sim",
        seed,
        options: { ...options },
        replay: `trial ${seed}`,
        world,
        pipeline: {
          timeout: options.timeoutSeconds * 1000,
          retries: { retries: options.retries, maximumEventAge: options.eventAgeSeconds * 1000 },
        },
        ...{ stopRule, gate },
        signal: new AbortController().signal,
        progress: () => {},
      },
    );
    await world.crew.dismiss();
    return { journal, world, pipeline: world.pipeline, facts: world.facts, ledger: world.crew.ledger };
  });
}

export interface Terms extends Tests {
  readonly seed?: number | string;
  /** What of the experiment's load is otherwise. */
  readonly load?: Partial<ReturnType<ExperimentFile<EtlPipeline>>["load"]>;
  readonly settings?: Partial<StackOptions>;
  /** Another zip than the project's function. */
  readonly code?: Uint8Array;
  readonly clients?: "sdk" | "plain";
  /** Told of the world when it stands and nothing has been published yet. */
  before?(world: Simulation): void | Promise<void>;
}

export interface Trial {
  readonly journal: Journal;
  readonly world: Simulation;
  readonly pipeline: EtlPipeline;
  readonly facts: readonly Recorded<CloudFact>[];
  readonly ledger: Ledger;
}

/** The builds of the function, by their names. */
const builds = new Map<string, Uint8Array>();
const stacks = new Map<string, Synthesis>();

/** The synthesised stack; its folder goes when the process does. */
export function stackOf(options: StackOptions, other?: Uint8Array): Synthesis {
  if (other) return synthesize(options, aFolder(), other);
  const key = JSON.stringify(options);
  let stack = stacks.get(key);
  if (!stack) {
    const { transformVariant } = options;
    const built = builds.get(transformVariant) ?? bundle(sourceOf(options));
    builds.set(transformVariant, built);
    stack = synthesize(options, aFolder(), built);
    stacks.set(key, stack);
  }
  return stack;
}

function aFolder(): string {
  if (folders.length === 0) process.once("exit", () => folders.forEach(remove));
  const folder = mkdtempSync(join(tmpdir(), "chaoslab-"));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
