import { closeSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LeaseBook, LeaseEntry } from "../../chaos/lease.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { EXIT } from "../exit.ts";
import { birthOf } from "../processes.ts";
import { wallClock } from "../wall-clock.ts";
import { LEASES, type Line, type RecordedRun, recordedRuns } from "./records.ts";
import { type Site, sameSite, wordsOf } from "./site.ts";

/**
 * The write-ahead journal of one run: each step of a lease is on the disk before it is taken, so that whoever comes
 * after a dead run knows all that it may have changed. While anything is open the process ends with exit code 5,
 * however it ends.
 */
export class LeaseJournal implements LeaseBook {
  readonly path: string;
  readonly #file: number;
  readonly #open = new Map<number, string>();
  readonly #warn = () => this.#leaveBehind();

  private constructor(path: string, flags: "a" | "ax") {
    this.path = path;
    this.#file = openSync(path, flags);
  }

  /**
   * Begins the journal of a run, if nobody else is at work at its site and nothing was left changed there. It is on the
   * disk before the others are looked at: of two that begin at once at least one sees the other.
   *
   * @throws LabError LAB_RUN_AT_WORK or LAB_LEFTOVERS
   */
  static begin(run: string, site: Site, folder = LEASES): LeaseJournal {
    mkdirSync(folder, { recursive: true });
    const { pid } = process;
    const journal = new LeaseJournal(join(folder, `${run}-${pid}.ndjson`), "ax");
    journal.#append({ kind: "run", run, pid, born: birthOf(pid), startedAt: wallClock.now(), site });
    syncFolder(folder);
    try {
      checkFree(site, folder, journal.path);
    } catch (error) {
      journal.#discard();
      throw error;
    }
    process.on("exit", journal.#warn);
    return journal;
  }

  /** Goes on where a dead run ended, perhaps in the middle of a line. */
  static resume(path: string): LeaseJournal {
    const journal = new LeaseJournal(path, "a");
    if (!readFileSync(path, "utf8").endsWith("\n")) writeSync(journal.#file, "\n");
    return journal;
  }

  write(entry: LeaseEntry): void {
    if (entry.kind === "intent") this.#open.set(entry.number, entry.resource);
    if (entry.kind === "ended" && entry.restoration.outcome !== "failed") this.#open.delete(entry.number);
    this.#append(entry);
  }

  /** The run is through. Its own journal tells of its leases; this one stays only if some are open. */
  close(): void {
    if (this.#open.size === 0) {
      process.off("exit", this.#warn);
      this.#discard();
      return;
    }
    this.#append({ kind: "through", at: wallClock.now() });
    closeSync(this.#file);
  }

  /** Ends writing to a journal that was resumed. */
  release(): void {
    closeSync(this.#file);
  }

  #append(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    fdatasyncSync(this.#file);
  }

  #discard(): void {
    closeSync(this.#file);
    rmSync(this.path, { force: true });
  }

  /** A second Ctrl-C, an error that nobody caught, a restore that failed: no other exit code may hide it. */
  #leaveBehind(): void {
    const lines = [...this.#open.values()].map((resource) => `STILL CHANGED  ${resource}\n`);
    if (lines.length === 0) return;
    process.stderr.write(`${lines.join("")}next: npx chaoslab undo\n`);
    process.exitCode = EXIT.restoreFailed;
  }
}

/** A file's name is durable only when its folder is. */
function syncFolder(folder: string): void {
  for (const path of [folder, dirname(folder)]) {
    const handle = openSync(path, "r");
    fsyncSync(handle);
    closeSync(handle);
  }
}

/**
 * Whether a run may begin at a site.
 *
 * @throws LabError LAB_RUN_AT_WORK or LAB_LEFTOVERS
 */
export function checkFree(site: Site, folder = LEASES, own?: string): void {
  const others = recordedRuns(folder).filter((other) => other.path !== own && sameSite(other.site, site));
  const busy = others.find(({ atWork }) => atWork);
  if (busy) throw runAtWork(busy);
  const dead = others.find(({ open }) => open.length > 0);
  if (!dead) return;
  const left = others.flatMap(({ open }) => open.map(({ resource }) => resource));
  throw new LabError(
    "LAB_LEFTOVERS",
    `${dead.run} (pid ${dead.pid}, ended) has left changed: ${left.join(", ")}.`,
    "npx chaoslab undo",
  );
}

export function runAtWork({ run, pid, site }: RecordedRun): LabError {
  return new LabError(
    "LAB_RUN_AT_WORK",
    `${run} (pid ${pid}) is at work on ${wordsOf(site)}.`,
    `Wait for it, or let it end and restore what it changed: kill -INT ${pid}`,
  );
}
