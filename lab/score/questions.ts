import type { Question } from "./cell.ts";
import type { Flaw } from "./flaws.ts";
import type { Frame } from "./matrix.ts";

/** What is asked to fill a matrix, the repaired pipeline first: whatever does not hold there is known early. */
export function questionsOf({ flaws, experiments, seeds, served }: Frame, full: boolean): Question[] {
  return [null, ...flaws].flatMap((flaw) =>
    experiments
      .filter((experiment) => meets(flaw, experiment, served))
      .flatMap((experiment) =>
        seeds.map((seed): Question => {
          const question = { flaw: flaw?.name ?? null, experiment, seed, full };
          return served.includes(experiment) ? { ...question, served: true } : question;
        }),
      ),
  );
}

/**
 * Whether an experiment is asked of a pipeline. In the simulation all are asked of all; in real time only where
 * something is to be learnt: of the repaired pipeline, and of the flaws that show there alone, by who is to find them.
 */
export function meets(flaw: Flaw | null, experiment: string, served: readonly string[]): boolean {
  if (!flaw?.needs) return flaw === null || !served.includes(experiment);
  return served.includes(experiment) && flaw.foundBy.includes(experiment);
}
