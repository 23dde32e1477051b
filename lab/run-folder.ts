import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { LabError } from "../cloud/kernel/errors.ts";
import type { RunRequest } from "./request.ts";
import type { RunResult } from "./simulated-run.ts";

/**
 * Where runs lie: `build/runs/<id>/`, and `build/runs/latest` for the newest. A folder appears whole or not at all,
 * and of two runs at once with the same id - which write the same bytes - the later one stays.
 */
export const RUNS = resolve(import.meta.dirname, "../build/runs");

/** @throws LabError LAB_OUT_UNWRITABLE, before anything has been run */
export function checkWritable(out: string): void {
  try {
    mkdirSync(out, { recursive: true });
    accessSync(out, constants.W_OK | constants.X_OK);
    const probe = join(out, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LabError(
      "LAB_OUT_UNWRITABLE",
      `Runs cannot be written to ${out}: ${why}.`,
      "Name another folder with --out.",
    );
  }
}

/** What is known of a run outside of its world; no replay compares it. */
export interface Circumstances {
  readonly request: RunRequest;
  readonly startedAt: Date;
}

/** Writes a run's folder, and answers with its path. */
export function writeRun({ journal, files }: RunResult, circumstances: Circumstances, out = RUNS): string {
  const folder = join(out, journal.id);
  const draft = join(out, `.${journal.id}-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(draft, name), text);
  writeFileSync(join(draft, "environment.json"), `${JSON.stringify(environmentOf(circumstances), null, 2)}\n`);
  replace(draft, folder);
  point(join(out, "latest"), journal.id);
  return folder;
}

function environmentOf({ request, startedAt }: Circumstances) {
  const { platform, arch, version, pid } = process;
  const wallClock = { start: startedAt.toISOString(), end: new Date().toISOString() };
  return { request, node: version, platform, arch, host: hostname(), pid, wallClock };
}

/** A folder cannot be renamed over another that is not empty, so the old one goes first; somebody may be faster. */
function replace(draft: string, folder: string): void {
  for (let attempt = 0; attempt < 5; attempt++) {
    rmSync(folder, { recursive: true, force: true });
    try {
      renameSync(draft, folder);
      return;
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  rmSync(draft, { recursive: true, force: true });
}

function point(link: string, target: string): void {
  const draft = `${link}-${process.pid}`;
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, link);
}

/** A run that lies in a folder, as far as it can be run again. */
export interface StoredRun {
  readonly folder: string;
  readonly request: RunRequest;
  readonly files: RunResult["files"];
}

/**
 * Reads a run by its id, by the path of its folder, or `latest`.
 *
 * @throws LabError LAB_RUN_UNKNOWN
 */
export function readRun(run: string, out = RUNS): StoredRun {
  const folder = [resolve(run), join(out, run)].find(isRun);
  if (!folder) {
    throw new LabError(
      "LAB_RUN_UNKNOWN",
      `There is no run ${run}, neither as a path nor in ${out}.`,
      `Look into ${out}, or say: latest`,
    );
  }
  const text = (name: string) => readFileSync(join(folder, name), "utf8");
  const names = ["journal.json", "ledger.ndjson", "feed.ndjson"] as const;
  const files = Object.fromEntries(names.map((name) => [name, text(name)])) as RunResult["files"];
  return { folder, request: JSON.parse(text("environment.json")).request, files };
}

function isRun(folder: string): boolean {
  try {
    return statSync(join(folder, "journal.json")).isFile() && statSync(join(folder, "environment.json")).isFile();
  } catch {
    return false;
  }
}

/** A folder's name for people: relative to where they stand, if it is below. */
export function shown(folder: string): string {
  const here = `${process.cwd()}/`;
  return folder.startsWith(here) ? folder.slice(here.length) : join(dirname(folder), basename(folder));
}
