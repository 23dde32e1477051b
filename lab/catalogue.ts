import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Experiment, ExperimentFile } from "../chaos/experiment.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { nearest } from "./nearest.ts";
import { complaintsAbout } from "./soundness.ts";

/** Where experiments are found: by name in the catalogue, by path anywhere else. */
const FOLDER = resolve(import.meta.dirname, "../experiments");

/** An experiment before anybody has said for which pipeline. */
export interface CatalogueEntry {
  readonly name: string;
  readonly path: string;
  write(pipeline: EtlPipeline): Experiment;
}

/** The names in the catalogue. */
export function names(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => basename(file, ".ts"))
    .sort();
}

/**
 * Loads an experiment by its name, or by the path of its file.
 *
 * @throws LabError LAB_EXPERIMENT_UNKNOWN or LAB_EXPERIMENT_BROKEN, with what to do
 */
export async function load(nameOrPath: string): Promise<CatalogueEntry> {
  const isPath = nameOrPath.includes("/") || /\.[cm]?[jt]s$/.test(nameOrPath);
  if (!isPath && !names().includes(nameOrPath)) throw unknown(nameOrPath);
  const path = isPath ? resolve(nameOrPath) : resolve(FOLDER, `${nameOrPath}.ts`);
  const write = await imported(path);
  return {
    name: basename(path).replace(/\.[cm]?[jt]s$/, ""),
    path,
    write: (pipeline) => written(write, pipeline, path),
  };
}

function unknown(name: string): LabError {
  const near = nearest(name, names());
  const next = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "See them all with: npx chaoslab list";
  return new LabError("LAB_EXPERIMENT_UNKNOWN", `There is no experiment ${name}.`, next);
}

async function imported(path: string): Promise<ExperimentFile<EtlPipeline>> {
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw broken(path, messageOf(error), "Mend the file; the error names the line.");
  }
  if (typeof module.default !== "function") {
    const found =
      module.default === undefined ? "no default export" : `a default export that is ${kindOf(module.default)}`;
    throw broken(path, `it has ${found}`, "Export one: export default experiment<EtlPipeline>((etl) => ({ ... }));");
  }
  return module.default as ExperimentFile<EtlPipeline>;
}

function written(write: ExperimentFile<EtlPipeline>, pipeline: EtlPipeline, path: string): Experiment {
  let experiment: Experiment;
  try {
    experiment = write(pipeline);
  } catch (error) {
    throw broken(path, messageOf(error), "Mend the function that the file exports.");
  }
  const [complaint] = complaintsAbout(experiment);
  if (complaint) throw broken(path, complaint, "experiments/slow-transform.ts shows the whole form.");
  return experiment;
}

function broken(path: string, what: string, next: string): LabError {
  return new LabError("LAB_EXPERIMENT_BROKEN", `The experiment ${path} cannot be used: ${what}.`, next);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
