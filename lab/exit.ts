import type { Journal } from "../chaos/journal.ts";
import { exitCode } from "../chaos/verdict/exit-codes.ts";
import type { ExitCode } from "../chaos/verdict/verdict.ts";

/** Exit codes that no verdict gives. */
export const EXIT = { usage: 64, bug: 70, restoreFailed: 5, notARun: 2 } as const;

/** What a shell learns of one run: a failed restore before all else, then the interruption, then the verdict. */
export function exitOf(journal: Journal, interruption: 130 | 143 | undefined, strict: boolean): ExitCode {
  if (journal.leases.some(({ restoration }) => restoration.outcome === "failed")) return EXIT.restoreFailed;
  if (journal.status === "interrupted") return interruption ?? 130;
  // A method that could not be carried out is no experiment, whatever stood in its way.
  if (!journal.verdict) return EXIT.notARun;
  return exitCode(journal.verdict, { strict });
}
