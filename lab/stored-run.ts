import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LabError } from "../cloud/kernel/errors.ts";
import { nearest } from "./nearest.ts";
import { commandOf, type RunRequest } from "./request.ts";
import { RUN_FILES, type RunFile } from "./run-file.ts";

/** A run that lies in a folder, as far as it can be run again. */
export interface StoredRun {
  readonly folder: string;
  readonly request: RunRequest;
  /** The Node that ran it: `v20.19.0`. */
  readonly node: string;
  /** Where its files are. */
  readonly files: Readonly<Record<RunFile, string>>;
}

/**
 * Reads a run by its id, by the path of its folder, or `latest`.
 *
 * @throws LabError LAB_RUN_UNKNOWN, LAB_RUN_BROKEN or LAB_RUN_INTERRUPTED
 */
export function readRun(run: string, out: string): StoredRun {
  const folder = folderOf(run, out);
  const missing = RUN_FILES.find((name) => !existsSync(join(folder, name)));
  if (missing) throw broken(folder, `there is no ${missing}`);
  const { request, node } = environmentOf(folder);
  if (statusOf(folder) === "interrupted") {
    throw new LabError(
      "LAB_RUN_INTERRUPTED",
      `The run ${folder} was interrupted, and nobody can interrupt another at the same moment.`,
      `Run it to its end: ${commandOf(request)}`,
    );
  }
  const files = Object.fromEntries(RUN_FILES.map((name) => [name, join(folder, name)])) as StoredRun["files"];
  return { folder, request, node, files };
}

/**
 * Where a run lies, however it ended and whatever of it is there.
 *
 * @throws LabError LAB_RUN_UNKNOWN
 */
export function folderOf(run: string, out: string): string {
  const folder = [resolve(run), join(out, run)].find(isRun);
  if (!folder) throw unknown(run, out);
  return folder;
}

/** How the run in a folder ended; nothing if no journal says so. */
export function statusOf(folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "journal.json"), "utf8")).status;
  } catch {
    return undefined;
  }
}

function isRun(folder: string): boolean {
  return ["environment.json", ...RUN_FILES].some((name) => existsSync(join(folder, name)));
}

function environmentOf(folder: string): Pick<StoredRun, "request" | "node"> {
  try {
    const { request, node } = JSON.parse(readFileSync(join(folder, "environment.json"), "utf8"));
    if (typeof request.experiment === "string" && Array.isArray(request.set)) return { request, node };
  } catch {}
  throw broken(folder, "environment.json does not say what was asked for");
}

function unknown(run: string, out: string): LabError {
  const near = nearest(run, ids(out));
  return new LabError(
    "LAB_RUN_UNKNOWN",
    `There is no run ${run}, neither as a path nor in ${out}.`,
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Look into ${out}, or say: latest`,
  );
}

function ids(out: string): string[] {
  try {
    return readdirSync(out).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

export function broken(folder: string, why: string, use = "replayed"): LabError {
  return new LabError("LAB_RUN_BROKEN", `The run ${folder} cannot be ${use}: ${why}.`, "Run the experiment again.");
}
