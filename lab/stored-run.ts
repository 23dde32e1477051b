import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Journal } from "../chaos/journal.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import { type CatalogueEntry, load } from "./catalogue.ts";
import { nearest } from "./nearest.ts";
import { commandOf, type RunRequest, requestOf, wishesOf } from "./request.ts";
import { RUN_FILES, type RunFile } from "./run-file.ts";
import { storyForm } from "./shrink/story.ts";

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
 * Reads a run by its id, by the path of its folder, or `latest`, for somebody who is going to run it again. `use` says
 * in an error what the run cannot be.
 *
 * @throws LabError LAB_RUN_UNKNOWN, LAB_RUN_LIVE, LAB_RUN_BROKEN or LAB_RUN_INTERRUPTED
 */
export function readRun(run: string, out: string, use = "replayed"): StoredRun {
  const folder = folderOf(run, out);
  const { target, status } = journalOf(folder);
  if (target === "local" || target === "aws") throw live(folder, use);
  const missing = RUN_FILES.find((name) => !existsSync(join(folder, name)));
  if (missing) throw broken(folder, `there is no ${missing}`, use);
  const { request, node } = environmentOf(folder, use);
  if (status === "interrupted") {
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
 * The experiment that a run was made of, if it is still the same. The commit says what one of the catalogue is; of any
 * other file its hash does.
 *
 * @throws LabError LAB_EXPERIMENT_UNKNOWN, LAB_EXPERIMENT_BROKEN or LAB_EXPERIMENT_CHANGED
 */
export async function experimentOf({ folder, request }: StoredRun): Promise<CatalogueEntry> {
  const entry = await load(request.experiment).catch((error) => {
    if (!(error instanceof LabError) || error.code !== "LAB_EXPERIMENT_UNKNOWN") throw error;
    throw new LabError(error.code, error.message, `Bring it back: the run ${folder} was made of it.`);
  });
  if (entry.content === request.content) return entry;
  throw new LabError(
    "LAB_EXPERIMENT_CHANGED",
    `${request.experiment} is not what it was when this run was made.`,
    `Bring it back, or run it as it is now: ${commandOf(request)}`,
  );
}

/**
 * What was asked for, to be asked again.
 *
 * @throws LabError LAB_OPTION_...
 */
export function askedAgain({ request }: StoredRun, entry: CatalogueEntry): RunRequest {
  const { story } = request;
  return { ...requestOf(entry, wishesOf(request)), ...(story && { story }) };
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
  return journalOf(folder).status;
}

function journalOf(folder: string): Partial<Journal> {
  try {
    return JSON.parse(readFileSync(join(folder, "journal.json"), "utf8")) ?? {};
  } catch {
    return {};
  }
}

function isRun(folder: string): boolean {
  return ["environment.json", ...RUN_FILES].some((name) => existsSync(join(folder, name)));
}

function environmentOf(folder: string, use: string): Pick<StoredRun, "request" | "node"> {
  try {
    const { request, node } = JSON.parse(readFileSync(join(folder, "environment.json"), "utf8"));
    if (saysAll(request) && typeof node === "string") return { request, node };
  } catch {}
  throw broken(folder, "environment.json does not say what was asked for", use);
}

function saysAll({ experiment, seed, set, content, story }: Record<string, unknown>): boolean {
  const isText = (value: unknown) => typeof value === "string";
  return (
    isText(experiment) &&
    typeof seed === "number" &&
    Array.isArray(set) &&
    set.every(isText) &&
    (content === undefined || isText(content)) &&
    (story === undefined || storyForm(story, "story").length === 0)
  );
}

/** What a live cloud did and when is its own: nobody can have it do so again. */
function live(folder: string, use: string): LabError {
  return new LabError(
    "LAB_RUN_LIVE",
    `The run ${folder} was made in a live cloud, and cannot be ${use}.`,
    "Run its experiment in the simulation, with --target sim: such a run can.",
  );
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
