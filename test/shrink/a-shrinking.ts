import { join } from "node:path";
import { stackOf } from "../../bench/trial.ts";
import type { ExperimentFile } from "../../chaos/experiment.ts";
import { bundle } from "../../infra/bundle.ts";
import { stackOptions } from "../../infra/options.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";
import type { CatalogueEntry } from "../../lab/catalogue.ts";
import { paperPipeline } from "../../lab/paper-pipeline.ts";
import { optionsOf, type RunRequest } from "../../lab/request.ts";
import type { RunFile, RunResult } from "../../lab/run-file.ts";
import { exampleIn, type Shrunk, settledOf, shrink } from "../../lab/shrink/shrinking.ts";
import { faultsIn, type Story } from "../../lab/shrink/story.ts";
import { play } from "../../lab/simulated-run.ts";

/** A run with something wrong in it, and what it shrinks to. */
export interface Shrinking {
  readonly whole: RunResult<RunFile>;
  readonly shrunk: Shrunk;
  readonly kind: string;
  /** Tells the story in a new world. */
  again(story: Story): Promise<RunResult<RunFile>>;
}

export interface Flaw {
  readonly seed?: number;
  readonly set?: readonly string[];
  /** A file beside `test/sabotage`, in place of the function. */
  readonly function?: string;
}

export async function aShrinking(file: ExperimentFile<EtlPipeline>, flaw: Flaw = {}): Promise<Shrinking> {
  const { seed = 1, set = [], function: name } = flaw;
  const code = name === undefined ? undefined : bundle({ entry: join(import.meta.dirname, "../sabotage", name) });
  const request: RunRequest = { experiment: "tiny", seed, set };
  const entry: CatalogueEntry = { name: "tiny", reference: "tiny", write: file };
  const stack = stackOf(set.length > 0 ? optionsOf({ set }) : stackOptions(), code);
  const { signal } = new AbortController();
  const again = async (story?: Story) => await play(entry, { ...request, ...(story && { story }) }, { stack, signal });
  const whole = await again();
  const example = exampleIn(settledOf(whole));
  if (!example) throw new Error(`nothing to shrink in a run that is ${whole.journal.verdict?.verdict}`);
  const faults = faultsIn(file(paperPipeline));
  const shrunk = await shrink({ example, faults, play: again });
  return { whole, shrunk: shrunk!, kind: example.kind, again };
}
