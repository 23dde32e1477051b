import { Interruption } from "../interruption.ts";
import {
  type Difference,
  type Digest,
  differenceOf,
  digestOf,
  RUN_FILES,
  type RunFile,
  type RunResult,
} from "../run-file.ts";
import { RUNS, shown } from "../run-folder.ts";
import { Screen } from "../screen.ts";
import { askedAgain, experimentOf, readRun, type StoredRun } from "../stored-run.ts";

export interface ReplayOptions {
  readonly out?: string | undefined;
  readonly json: boolean;
}

/** `chaoslab replay`: runs a stored run again and compares every byte. Exit 0: the same; 1: not the same. */
export async function replay(run: string, options: ReplayOptions): Promise<number> {
  const screen = new Screen(options);
  const stored = readRun(run, options.out ?? RUNS);
  const entry = await experimentOf(stored);
  const request = askedAgain(stored, entry);
  const { simulate } = await import("../simulated-run.ts");
  const interruption = new Interruption((line) => screen.note(line));
  screen.note(`replaying ${shown(stored.folder)}`);
  const again = await simulate(entry, request, interruption.signal, screen).finally(() => screen.ended());
  interruption.close();
  if (interruption.code) return interruption.code;
  const comparisons = RUN_FILES.map((name) => compare(name, stored, again));
  const same = comparisons.every(({ difference }) => !difference);
  screen.event("replay", { folder: stored.folder, same, files: comparisons });
  screen.lines(same ? proofLines(comparisons) : [...differenceLines(comparisons), ...suspicion(stored)]);
  return same ? 0 : 1;
}

interface Comparison extends Digest {
  readonly name: RunFile;
  readonly difference?: Difference;
}

function compare(name: RunFile, { files }: StoredRun, again: RunResult<RunFile>): Comparison {
  const difference = differenceOf(files[name], again.files[name]);
  return { name, ...digestOf(files[name]), ...(difference && { difference }) };
}

function proofLines(comparisons: readonly Comparison[]): string[] {
  const width = Math.max(...comparisons.map(({ name }) => name.length));
  const line = ({ name, bytes, sha256 }: Comparison) =>
    `  ${name.padEnd(width)}  ${String(Math.ceil(bytes / 1000)).padStart(6)} kB  sha256 ${sha256}`;
  return ["the same, byte for byte:", ...comparisons.map(line)];
}

function differenceLines(comparisons: readonly Comparison[]): string[] {
  const lines = comparisons.flatMap(({ name, difference }) =>
    difference
      ? [`  ${name}, line ${difference.line}`, `    was  ${cut(difference.was)}`, `    is   ${cut(difference.is)}`]
      : [],
  );
  return ["not the same:", ...lines];
}

/** Runs are promised to be the same for one commit, one lockfile and one Node minor; only the last is in the folder. */
function suspicion({ node }: StoredRun): string[] {
  const minor = (version: string) => version.split(".").slice(0, 2).join(".");
  return minor(node) === minor(process.version)
    ? ["  the files were changed, or it was run by another version of the lab's code"]
    : [`  it was run by Node ${node}, and this is ${process.version}`];
}

function cut(line: string | undefined): string {
  if (line === undefined) return "(nothing)";
  const text = line.trimEnd();
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
