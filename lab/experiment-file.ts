import { readFileSync } from "node:fs";
import { register } from "node:module";
import { pathToFileURL } from "node:url";
import type { Experiment, ExperimentFile } from "../chaos/experiment.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { complaintsAbout } from "./soundness.ts";

/**
 * The file of an experiment: a module whose default export writes the experiment for a pipeline. It is the reader's own
 * code, so whatever is wrong with it is told as a sentence with a place.
 *
 *     file --import--> function --pipeline--> experiment --soundness--> something that can be run
 */

/**
 * Imports the file at `path` as it lies there, or as `load` does.
 *
 * @throws LabError LAB_EXPERIMENT_BROKEN
 */
export async function importExperiment(
  path: string,
  load: () => Promise<object> = () => importForeign(path),
): Promise<ExperimentFile<EtlPipeline>> {
  let module: { default?: unknown };
  try {
    module = await settled(load());
  } catch (error) {
    throw broken(path, await reasonOf(error, path), "Mend the file.");
  }
  if (typeof module.default === "function") return module.default as ExperimentFile<EtlPipeline>;
  const found =
    module.default === undefined ? "no default export" : `a default export that is ${kindOf(module.default)}`;
  throw broken(path, `it has ${found}`, "Export one: export default experiment<EtlPipeline>((etl) => ({ ... }));");
}

let foreignersAreWelcome: Promise<void> | undefined;

/** The lab may run from a bundle: what reads TypeScript is loaded when somebody brings some. */
async function importForeign(path: string): Promise<object> {
  foreignersAreWelcome ??= import("tsx" as string).then(() => register("./self-import.ts", import.meta.url));
  await foreignersAreWelcome;
  return await import(pathToFileURL(path).href);
}

/** @throws LabError LAB_EXPERIMENT_BROKEN */
export function writeExperiment(write: ExperimentFile<EtlPipeline>, pipeline: EtlPipeline, path: string): Experiment {
  let experiment: Experiment;
  try {
    experiment = write(pipeline);
  } catch (error) {
    throw broken(path, thrownReason(error, path), "Mend the function that the file exports.");
  }
  const [complaint] = complaintsAbout(experiment);
  if (complaint) throw broken(path, complaint, "experiments/slow-transform.ts shows the whole form.");
  return experiment;
}

export function broken(path: string, what: string, next: string): LabError {
  return new LabError("LAB_EXPERIMENT_BROKEN", `The experiment ${path} cannot be used: ${what}.`, next);
}

/** A module that awaits what never comes leaves Node nothing to do; then it is time to say so. */
async function settled<T>(loading: Promise<T>): Promise<T> {
  let giveUp = () => {};
  const never = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error("it awaits something that never comes"));
    process.once("beforeExit", giveUp);
  });
  try {
    return await Promise.race([loading, never]);
  } finally {
    process.off("beforeExit", giveUp);
  }
}

/** What went wrong, in one line, and where if anybody knows. */
async function reasonOf(error: unknown, path: string): Promise<string> {
  if (!(error instanceof Error)) return thrownReason(error, path);
  const parsed = esbuildReason(error, path) ?? (error instanceof SyntaxError ? await parseError(path) : undefined);
  return parsed ?? thrownReason(error, path);
}

function thrownReason(error: unknown, path: string): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeIn(error.stack ?? "", path);
  const message = error.message.split("\n")[0]!.replace(/\.$/, "");
  return place ? `${message} (${place})` : message;
}

/** `Transform failed with 1 error:\n/some/file.ts:3:7: ERROR: Expected ...`, as tsx hands it on. */
function esbuildReason({ message }: Error, path: string): string | undefined {
  const [, file, line, column, words] = /^(.*):(\d+):(\d+): ERROR: (.*)$/m.exec(message) ?? [];
  if (!words) return undefined;
  return `${words} (${file === path ? "" : `${file}, `}line ${line}, column ${column})`;
}

/** Node tells of a syntax error in JavaScript, and keeps to itself where it is. */
async function parseError(path: string): Promise<string | undefined> {
  const { transformSync } = await import("esbuild");
  try {
    transformSync(readFileSync(path, "utf8"), { loader: "ts", sourcefile: path, logLevel: "silent" });
    return undefined;
  } catch (error) {
    return esbuildReason(error as Error, path);
  }
}

/** The first place in the file that a stack names, in either way of naming files. */
function placeIn(stack: string, path: string): string | undefined {
  const names = [path, pathToFileURL(path).href].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const place = new RegExp(`(?:${names.join("|")})(?:\\?[^:\\s]*)?:(\\d+)(?::(\\d+))?`);
  const [, line, column] = place.exec(stack) ?? [];
  if (!line) return undefined;
  return column ? `line ${line}, column ${column}` : `line ${line}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
