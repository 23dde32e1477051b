import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Journal } from "../chaos/journal.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import { writeReports } from "./report/reports.ts";
import type { RunRequest } from "./request.ts";
import { type RunResult, writeLines } from "./run-file.ts";
import { statusOf } from "./stored-run.ts";

/**
 * Where runs lie: `build/runs/<id>/`, and `build/runs/latest` for the newest. A folder appears whole or not at all:
 *
 *     .<id>-x7Tq2k/after/journal.json, ... --rename--> <id>/       what lay there --rename--> .<id>-x7Tq2k/before/
 *
 * Of two runs at once with the same id - which write the same bytes - the later one stays. A run that did not complete
 * never takes the place of one that did: it is written beside it.
 */
export const RUNS = resolve(import.meta.dirname, "../build/runs");

/** @throws LabError LAB_OUT_UNWRITABLE, before anything has been run */
export function checkWritable(out: string): void {
  orUnwritable(out, () => {
    makeFolder(resolve(out));
    accessSync(out, constants.W_OK | constants.X_OK);
    rmSync(mkdtempSync(join(out, ".probe-")), { recursive: true });
    const latest = lstatSync(join(out, "latest"), { throwIfNoEntry: false });
    if (latest && !latest.isSymbolicLink()) throw unwritable(out, "latest is there and is no symbolic link");
  });
}

/** With the folders above it. Not by `recursive`: where a folder can never be made (/proc) Node tries for ever. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && statSync(path).isDirectory()) return;
    if (code !== "ENOENT" || path === dirname(path)) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}

/** What is known of a run outside of its world; no replay compares it. */
export interface Circumstances {
  readonly request: RunRequest;
  readonly startedAt: Date;
}

/**
 * Writes a run's folder, and answers with its path.
 *
 * @throws LabError LAB_OUT_UNWRITABLE; then nothing is left behind
 */
export function writeRun({ journal, files }: RunResult, circumstances: Circumstances, out = RUNS): string {
  return orUnwritable(out, () => {
    const bench = mkdtempSync(join(out, `.${journal.id}-`));
    try {
      const after = join(bench, "after");
      mkdirSync(after);
      for (const [name, lines] of Object.entries(files)) writeLines(join(after, name), lines);
      writeFileSync(join(after, "environment.json"), `${JSON.stringify(environmentOf(circumstances), null, 2)}\n`);
      const failure = failureOf(() => writeReports(after));
      const name = nameOf(journal, out);
      replace(join(out, name), after, join(bench, "before"));
      point(join(out, "latest"), join(bench, "latest"), name);
      // A report that could not be told is a bug, and no reason to lose what it would have told of.
      if (failure) throw failure.error;
      return join(out, name);
    } finally {
      rmSync(bench, { recursive: true, force: true });
    }
  });
}

function failureOf(work: () => void): { readonly error: unknown } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function nameOf({ id, status }: Journal, out: string): string {
  return status === "completed" || statusOf(join(out, id)) !== "completed" ? id : `${id}-${status}`;
}

function environmentOf({ request, startedAt }: Circumstances) {
  const { platform, arch, version, pid } = process;
  const wallClock = { start: startedAt.toISOString(), end: new Date().toISOString() };
  return { request, node: version, platform, arch, host: hostname(), pid, wallClock };
}

/** A folder cannot be renamed over another that is not empty, so the old one goes first; somebody may be faster. */
function replace(folder: string, after: string, before: string): void {
  for (let attempt = 1; ; attempt++) {
    unless(["ENOENT"], () => renameSync(folder, `${before}-${attempt}`));
    if (unless(["ENOTEMPTY", "EEXIST"], () => renameSync(after, folder))) return;
  }
}

/** Whether the work was done; with one of these errors it was not, and that is all right. */
function unless(codes: readonly string[], work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

function point(link: string, draft: string, target: string): void {
  symlinkSync(target, draft);
  renameSync(draft, link);
}

function orUnwritable<T>(out: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    throw syscall ? unwritable(out, message) : error;
  }
}

function unwritable(out: string, why: string): LabError {
  return new LabError(
    "LAB_OUT_UNWRITABLE",
    `Runs cannot be written to ${out}: ${why}.`,
    "Name another folder with --out.",
  );
}

/** A folder's name for people: relative to where they stand, if it is below. */
export function shown(folder: string): string {
  const here = `${process.cwd()}/`;
  return folder.startsWith(here) ? folder.slice(here.length) : folder;
}
