import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import type { Experiment } from "../chaos/experiment.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import { broken, importExperiment, writeExperiment } from "./experiment-file.ts";
import { nearest } from "./nearest.ts";

/** Where experiments are found: by name in the catalogue, by path anywhere else. */
const FOLDER = realpathSync(resolve(import.meta.dirname, "../experiments"));

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs"];

/** An experiment before anybody has said for which pipeline. */
export interface CatalogueEntry {
  /** Letters, digits, `-` and `_`: it becomes part of keys and folders. */
  readonly name: string;
  /** What finds it again from anywhere: its name in the catalogue, or the absolute path of its file. */
  readonly reference: string;
  /** What the file is called and says, as a hash, where no commit says it. */
  readonly content?: string;
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
  if (!isPath(nameOrPath)) return await known(nameOrPath);
  const path = existing(resolve(nameOrPath));
  return dirname(path) === FOLDER && names().includes(basename(path, ".ts"))
    ? await known(basename(path, ".ts"))
    : await foreign(path);
}

function isPath(nameOrPath: string): boolean {
  return /[/\\]|^\.{1,2}$|\.[cm]?[jt]s$/.test(nameOrPath);
}

async function known(name: string): Promise<CatalogueEntry> {
  if (!names().includes(name)) throw unknown(`There is no experiment ${name}.`, name, names());
  const path = resolve(FOLDER, `${name}.ts`);
  // By a relative name, so that the lab's bundle (bin/built.js) holds the whole folder.
  const write = await importExperiment(path, () => import(`../experiments/${name}.ts`));
  return { name, reference: name, write: (pipeline) => writeExperiment(write, pipeline, path) };
}

async function foreign(path: string): Promise<CatalogueEntry> {
  const write = await importExperiment(path);
  return {
    name: nameOf(path),
    reference: path,
    content: createHash("sha256")
      .update(`${basename(path)}\n`)
      .update(readFileSync(path))
      .digest("hex"),
    write: (pipeline) => writeExperiment(write, pipeline, path),
  };
}

/** A file's name without what keys and folders may not hold. */
function nameOf(path: string): string {
  const name = basename(path, extname(path)).replace(/[^\w-]+/g, "-");
  return name.replace(/^-+|-+$/g, "") || "experiment";
}

/** The file's real path, so that one experiment has one. */
function existing(path: string): string {
  let real: string;
  try {
    real = realpathSync(path);
  } catch {
    throw unknown(`There is no file ${path}.`, basename(path), [...filesIn(dirname(path)), ...names()]);
  }
  if (statSync(real).isDirectory()) {
    const [example = "my-experiment.ts"] = filesIn(real);
    throw new LabError("LAB_EXPERIMENT_UNKNOWN", `${path} is a folder.`, `Name a file in it, for instance ${example}.`);
  }
  if (!EXTENSIONS.includes(extname(real))) {
    throw broken(path, "it is no ES module by its name", `End its name in ${EXTENSIONS.join(", ")}.`);
  }
  return real;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => EXTENSIONS.includes(extname(file)));
  } catch {
    return [];
  }
}

function unknown(message: string, name: string, candidates: readonly string[]): LabError {
  const near = nearest(name, candidates);
  const next = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "See them all with: npx chaoslab list";
  return new LabError("LAB_EXPERIMENT_UNKNOWN", message, next);
}
