import type { Journal } from "../chaos/journal.ts";
import { exitCode } from "../chaos/verdict/exit-codes.ts";
import type { ExitCode } from "../chaos/verdict/verdict.ts";
import { LabError } from "../cloud/kernel/errors.ts";
import { carryOutWills } from "./last-will.ts";
import { Screen } from "./screen.ts";

/** Exit codes that no verdict gives. */
export const EXIT = { usage: 64, bug: 70, restoreFailed: 5, notARun: 2 } as const;

/** What a shell learns of one run: a failed restore before all else, then the interruption, then the verdict. */
export function exitOf(journal: Journal, interruption: 130 | 143 | undefined, strict: boolean): ExitCode {
  if (journal.leases.some(({ restoration }) => restoration.outcome === "failed")) return EXIT.restoreFailed;
  // Whoever interrupts wants what comes after this command not to happen, even if the run was just through.
  if (interruption || journal.status === "interrupted") return interruption ?? 130;
  // A method that could not be carried out is no experiment, whatever stood in its way.
  if (!journal.verdict) return EXIT.notARun;
  return exitCode(journal.verdict, { strict });
}

/** Runs a program of the lab to its exit code. Errors end it in their own voice: 64 for a person, 70 for its author. */
export async function conclude(program: () => Promise<number>): Promise<void> {
  const screen = new Screen({ json: process.argv.includes("--json") });
  let code: number | undefined;
  let leaving = false;
  // Where nobody can catch: without this Node would exit 1, which is a verdict. What comes after the end is an echo.
  process.on("uncaughtException", (error) => {
    if (code !== undefined) process.exit(code);
    if (leaving) return;
    leaving = true;
    const crash = complainOf(error, screen);
    carryOutWills(() => process.exit(crash));
  });
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessNobodyReads);
  try {
    code = await program();
  } catch (error) {
    code = complainOf(error, screen);
  }
  process.exitCode = code;
  // A request that a cloud never answers would keep the process, and whoever waits for it.
  setTimeout(() => process.exit(), GOING_HOME).unref();
}

const GOING_HOME = 2000;

function complainOf(error: unknown, screen: Screen): number {
  if (error instanceof LabError) {
    screen.complain(error);
    return EXIT.usage;
  }
  screen.bug(error);
  return EXIT.bug;
}

/** `chaoslab list | head -1` closes the pipe early; the run behind it goes on and keeps what it finds. */
function unlessNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
