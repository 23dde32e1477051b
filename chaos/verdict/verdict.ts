/** The verdict as data: JSON-serialisable, with every finding that led to it. */
import type { Cells } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Objective } from "./objective.ts";

export type Word = "HELD" | "REFUTED" | "INCONCLUSIVE" | "INVALID";

export interface Verdict {
  verdict: Word;
  /** The findings that decided, as sentences. */
  reasons: string[];
  experiment: string;
  seed: number | string;
  /** The one command that runs this again. */
  replay: string;
  /** Documents S3 accepted, and what became of them. */
  documents: { n: number; wellFormed: number; malformed: number; duplicates: number; cells: Cells };
  /** In the order of the rule. */
  findings: Finding[];
  objective: Objective & { line: string; disagreement: string | null };
  /** The safety rule ended the run before its plan was through. */
  stoppedEarly: boolean;
  /** The quick gate decided in the place of the budget's bound; absent where the full rule did. */
  gate?: "quick";
  /** There was nothing to disturb: the baseline failed, and nothing was injected. */
  noSteadyState: boolean;
  exitCode: ExitCode;
}

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 64 | 70 | 130 | 143;
