import type { StackOptions } from "../infra/options.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import type { RunRequest } from "./request.ts";
import type { RunResult } from "./run-file.ts";
import type { Watcher } from "./simulated-run.ts";

/**
 * A world with everything in its place for one run of one experiment. Who makes one has passed the gates: what could
 * be wrong has been looked at, and nothing has been touched.
 */
export interface Stage {
  /** What was asked for, with what the world makes of it: drivers at work have a rate of their own. */
  readonly request: RunRequest;
  /** The settings of the stack that decide how long things take. */
  readonly stack: StackTimes;
  /** What is deployed there; the simulation deploys its own. */
  readonly pipeline?: EtlPipeline;
  /** What a person should know before it begins. */
  readonly notes: readonly string[];
  play(signal: AbortSignal, watcher: Watcher): Promise<RunResult>;
}

export type StackTimes = Pick<StackOptions, "retries" | "timeoutSeconds" | "eventAgeSeconds">;
