import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "../../chaos/journal.ts";
import type { StackOptions } from "../../infra/options.ts";
import { environmentFor } from "../local/root-key.ts";
import { type Answer, answerOf, type Question } from "./cell.ts";
import { FLAWS, REPAIRED } from "./flaws.ts";
import { LabChild } from "./lab-child.ts";

/**
 * Runs one cell of the matrix in real time: on a cloud of its own, which is served for this run and ended after it.
 *
 *     chaoslab up --port 0 --set ... --> outputs.json --> chaoslab run EXPERIMENT --target local --> journal.json
 *
 * Whatever keeps the run from a verdict - a cloud that does not start, too - is the answer's reason.
 *
 * @param means the run stays in `runs`: a document that went wrong in real time goes wrong so once
 * @throws the signal's reason when it is aborted; then both processes have gone
 */
export async function askServed(question: Question, { folder, runs, signal }: Means): Promise<Answer> {
  signal.throwIfAborted();
  const own = mkdtempSync(join(folder, "served-"));
  const outputs = { CHAOSLAB_OUTPUTS: join(own, "outputs.json") };
  const cloud = new LabChild(upWords(question), outputs);
  try {
    const port = await during(cloud, signal, () => portOf(cloud));
    if (!port) return answerOf(question, { verdict: null, failure: `the cloud did not start: ${lastWords(cloud)}` });
    const run = new LabChild(runWords(question, runs), { ...environmentFor(port), ...outputs });
    await during(run, signal, () => run.ended);
    return answerOf(question, outcomeOf(run));
  } finally {
    // After the run, which may have something to give back to it.
    await cloud.end();
  }
}

export interface Means {
  /** Where what is not to stay may lie. */
  readonly folder: string;
  readonly runs: string;
  readonly signal: AbortSignal;
}

/** What is to be heard of a process, which ends early when nobody waits for it any more. */
async function during<T>(child: LabChild, signal: AbortSignal, hear: () => Promise<T>): Promise<T> {
  const end = () => void child.end();
  signal.addEventListener("abort", end);
  try {
    const heard = await hear();
    signal.throwIfAborted();
    return heard;
  } finally {
    signal.removeEventListener("abort", end);
  }
}

async function portOf(cloud: LabChild): Promise<number | undefined> {
  const [, port] = (await cloud.says(/^chaoslab is ready at \S+:(\d+), /m)) ?? [];
  return port === undefined ? undefined : Number(port);
}

/** Minutes that a run takes: its baseline lasts until the last retry could have come. */
export const MINUTES = { brief: 6, full: 27 } as const;

/** In brief one retry, because each more takes minutes. Without any a single run that is killed would refute the pipeline. */
export function upWords({ flaw, full }: Question): string[] {
  const brief: Partial<StackOptions> = full ? {} : { retries: 1 };
  const settings = { ...REPAIRED, ...brief, ...FLAWS.find(({ name }) => name === flaw)?.settings };
  return ["up", "--port", "0", ...Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`])];
}

/** Documents a second, where the experiment's own rate would only take longer. */
const BRISK = 5;

export function runWords({ experiment, seed, full }: Question, runs: string): string[] {
  const where = ["--target", "local", "--load", "own", "--out", runs, "--json"];
  return ["run", experiment, "--seed", String(seed), ...(full ? [] : ["--rate", String(BRISK)]), ...where];
}

type Told = Pick<Journal, "verdict" | "failure">;

/** What a run with `--json` came to: its journal where it wrote one, or the error that it ended with. */
export function outcomeOf(run: Pick<LabChild, "out" | "err">): Told {
  const events = run.out.split("\n").flatMap(eventIn);
  const through = events.find(({ event }) => event === "verdict");
  if (through) return JSON.parse(readFileSync(join(through.folder!, "journal.json"), "utf8"));
  const error = events.find(({ event }) => event === "error");
  return { verdict: null, failure: error ? `${error.code}: ${error.message}` : `the run ended: ${lastWords(run)}` };
}

interface Event {
  readonly event: string;
  readonly folder?: string;
  readonly code?: string;
  readonly message?: string;
}

function eventIn(line: string): Event[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return []; // A line that was torn by the end of its writer.
  }
}

function lastWords({ err }: Pick<LabChild, "err">): string {
  return err.trim().split("\n").slice(-2).join("; ") || "it said nothing";
}
