import type { Answer, Outcome } from "../../lab/score/cell.ts";
import type { Flaw } from "../../lab/score/flaws.ts";
import { type Frame, matrixOf } from "../../lab/score/matrix.ts";

/** A matrix that nobody has run: what each experiment says of each pipeline, seed by seed. */
export function aMatrix(said: Readonly<Record<string, Readonly<Record<string, readonly Outcome[]>>>>) {
  const flaws = Object.keys(said)
    .filter((name) => name !== "repaired")
    .map(aFlaw);
  const experiments = Object.keys(said.repaired!);
  const seeds = said.repaired![experiments[0]!]!.map((_, i) => 7 + i);
  const frame: Frame = { flaws, experiments, seeds, served: [] };
  const answers = Object.entries(said).flatMap(([pipeline, row]) =>
    Object.entries(row).flatMap(([experiment, outcomes]) =>
      outcomes.map((outcome, i) =>
        anAnswer({ flaw: pipeline === "repaired" ? null : pipeline, experiment, seed: 7 + i, outcome }),
      ),
    ),
  );
  return matrixOf(answers, frame);
}

/** Found by the experiment of the same letter: `flaw-a` by `a`. */
function aFlaw(name: string): Flaw {
  return { name, says: `what is wrong with ${name}`, settings: {}, foundBy: [name.slice(-1)] };
}

function anAnswer(part: Pick<Answer, "flaw" | "experiment" | "seed" | "outcome">): Answer {
  return { ...part, full: false, verdict: null, reasons: [`${part.outcome} with <seed> ${part.seed}`] };
}

export const HELD: readonly Outcome[] = ["survived"];
export const KILLED: readonly Outcome[] = ["killed"];
export const EARLY: readonly Outcome[] = ["killed at the baseline"];
export const OPEN: readonly Outcome[] = ["inconclusive"];
