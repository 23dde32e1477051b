import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LeaseEntry, Restoration } from "../../chaos/lease.ts";
import { birthOf, isAlive } from "../processes.ts";
import type { Site } from "./site.ts";

/**
 * What runs wrote down of their leases: NDJSON, one file a run. The first line says who writes, each further one is a
 * step, and the last, where the run came so far, that it is through.
 *
 *     {"kind":"run","run":"...","pid":4711,"born":"...","startedAt":...,"site":{...}}
 *     {"kind":"intent","number":1,"address":{"kind":"lambda.concurrency",...},"before":null,"applied":0,...}
 *     {"kind":"in force","number":1,...}   {"kind":"restoring","number":1,...}   {"kind":"ended","number":1,...}
 *     {"kind":"through","at":...}
 */
export const LEASES = resolve(import.meta.dirname, "../../.chaoslab/leases");

/** The first line of a file. */
export interface Writer {
  readonly kind: "run";
  readonly run: string;
  readonly pid: number;
  /** Tells the process from a later one with its number, where the machine knows. */
  readonly born?: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly site: Site;
}

export type Line = Writer | LeaseEntry | { readonly kind: "through"; readonly at: number };

/** A run as its file tells of it. */
export interface RecordedRun extends Omit<Writer, "kind"> {
  readonly path: string;
  /** Its process lives and is not through: what it has changed is its own to give back. */
  readonly atWork: boolean;
  /** What it changed, or was about to change, and nobody has given back. */
  readonly open: readonly OpenLease[];
}

export type OpenLease = Omit<Extract<LeaseEntry, { kind: "intent" }>, "kind"> & {
  /** How far it came. `intended`: whether it was applied is not known. */
  readonly state: "intended" | "in force" | "restoring" | "failed";
  /** Why the last restore failed. */
  readonly reason?: string;
};

/** Every run that left a file, the first that began first. */
export function recordedRuns(folder = LEASES): RecordedRun[] {
  const runs = filesIn(folder).flatMap((path) => recordAt(path) ?? []);
  return runs.sort((a, b) => a.startedAt - b.startedAt);
}

/** Runs that are dead, or gave up, and left something changed. */
export function leftovers(folder = LEASES): RecordedRun[] {
  return recordedRuns(folder).filter(({ atWork, open }) => !atWork && open.length > 0);
}

/** Undefined for a file that is gone, or whose writer did not come to its first line: then it changed nothing. */
export function recordAt(path: string): RecordedRun | undefined {
  const lines = linesOf(path);
  const writer = lines.find((line) => line.kind === "run");
  if (!writer) return undefined;
  const { kind, ...known } = writer;
  const through = lines.some((line) => line.kind === "through");
  return { ...known, path, atWork: !through && lives(writer), open: openIn(lines) };
}

function lives({ pid, born }: Writer): boolean {
  return isAlive(pid) && (born === undefined || birthOf(pid) === born);
}

function openIn(lines: readonly Line[]): OpenLease[] {
  const open = new Map<number, OpenLease>();
  for (const line of lines) {
    if (line.kind === "run" || line.kind === "through") continue;
    const lease = open.get(line.number);
    if (line.kind === "intent") open.set(line.number, { ...withoutKind(line), state: "intended" });
    else if (!lease) continue;
    else if (line.kind === "ended") end(open, lease, line.restoration);
    else open.set(line.number, { ...lease, state: line.kind });
  }
  return [...open.values()];
}

function end(open: Map<number, OpenLease>, lease: OpenLease, restoration: Restoration): void {
  if (restoration.outcome !== "failed") open.delete(lease.number);
  else open.set(lease.number, { ...lease, state: "failed", reason: restoration.reason });
}

function withoutKind({ kind, ...entry }: Extract<LeaseEntry, { kind: "intent" }>) {
  return entry;
}

/** A line that was torn by the end of its writer announced what was then not done. */
function linesOf(path: string): Line[] {
  return textOf(path)
    .split("\n")
    .flatMap((line): Line[] => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".ndjson"))
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
