/**
 * What a shell learns. 0 HELD, 1 REFUTED, 2 INCONCLUSIVE or INVALID, 3 INVALID for want of a steady state, 4 REFUTED and
 * stopped early, 5 restore failed, 64 usage, 70 our own fault, 130 and 143 interrupted and restored.
 */
import type { ExitCode, Verdict } from "./verdict.ts";

type Judged = Pick<Verdict, "verdict" | "stoppedEarly" | "noSteadyState">;

/** `strict`: a claim that was not decided counts as refuted. */
export function exitCode({ verdict, stoppedEarly, noSteadyState }: Judged, { strict = false } = {}): ExitCode {
  if (verdict === "HELD") return 0;
  if (verdict === "REFUTED") return stoppedEarly ? 4 : 1;
  if (verdict === "INCONCLUSIVE") return strict ? 1 : 2;
  return noSteadyState ? 3 : 2;
}

/** Loudest first. A usage error is found before anything runs, so it comes before every outcome of a run. */
const PRECEDENCE: readonly ExitCode[] = [64, 70, 5, 130, 143, 4, 1, 3, 2, 0];

/** The exit code of several runs: the loudest that occurred; 0 for none. */
export function loudest(codes: Iterable<ExitCode>): ExitCode {
  const occurred = new Set(codes);
  return PRECEDENCE.find((code) => occurred.has(code)) ?? 0;
}
