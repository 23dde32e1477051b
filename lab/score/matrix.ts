import type { Answer, Outcome } from "./cell.ts";
import type { Flaw } from "./flaws.ts";

/** What the answers make together: which experiment finds which flaw, and how many flaws are found at all. */
export interface Matrix {
  readonly experiments: readonly string[];
  readonly seeds: readonly number[];
  /** The repaired pipeline, on which everything must hold. */
  readonly repaired: Row;
  readonly flaws: readonly FlawRow[];
  readonly score: Score;
  /** Nothing was refuted on the repaired pipeline, and no flaw went unseen. */
  readonly passed: boolean;
}

/** One pipeline: what each experiment says of it, in the order of the experiments. */
export interface Row {
  readonly cells: readonly Cell[];
}

export interface FlawRow extends Row {
  readonly flaw: Flaw;
  /** Experiments that kill it with every seed: by one that does so now and then it may go unseen. */
  readonly killedBy: readonly string[];
}

/** The answers of all seeds; without one, it was not asked. */
export interface Cell {
  readonly experiment: string;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** What all seeds say; `inconclusive` where they do not agree. */
  readonly outcome: Outcome | typeof NOT_ASKED;
  /** Why, by the first answer that is not like what is hoped for: that a flaw is killed, and nothing else is. */
  readonly reason: string;
}

export const NOT_ASKED = "not asked";

export interface Score {
  readonly killed: number;
  readonly of: number;
}

/** How a matrix is asked: flaws and experiments in the order in which they are shown. */
export interface Frame {
  readonly flaws: readonly Flaw[];
  readonly experiments: readonly string[];
  readonly seeds: readonly number[];
  /** Those of the experiments that only a served cloud can show. */
  readonly served: readonly string[];
}

export function matrixOf(answers: readonly Answer[], { flaws, experiments, seeds }: Omit<Frame, "served">): Matrix {
  const cellsOf = (name: string | null) => experiments.map((experiment) => cellOf(answers, name, experiment));
  const repaired = { cells: cellsOf(null) };
  const rows = flaws.map((flaw): FlawRow => {
    const cells = cellsOf(flaw.name);
    return { flaw, cells, killedBy: cells.filter(isKill).map(({ experiment }) => experiment) };
  });
  const killed = rows.filter(({ killedBy }) => killedBy.length > 0).length;
  const held = repaired.cells.every(({ outcome }) => outcome === "survived");
  return {
    ...{ experiments, seeds, repaired, flaws: rows },
    score: { killed, of: rows.length },
    passed: held && killed === rows.length,
  };
}

export function isKill({ outcome }: Pick<Cell, "outcome">): boolean {
  return outcome === "killed" || outcome === "killed at the baseline";
}

export function isAsked({ outcome }: Pick<Cell, "outcome">): boolean {
  return outcome !== NOT_ASKED;
}

function cellOf(answers: readonly Answer[], flaw: string | null, experiment: string): Cell {
  const mine = answers.filter((answer) => answer.flaw === flaw && answer.experiment === experiment);
  const counts = { killed: 0, "killed at the baseline": 0, survived: 0, inconclusive: 0 };
  for (const { outcome } of mine) counts[outcome]++;
  const hoped = flaw === null ? ["survived"] : ["killed", "killed at the baseline"];
  const telling = mine.find(({ outcome }) => !hoped.includes(outcome)) ?? mine[0];
  return {
    experiment,
    counts,
    outcome: mine.length === 0 ? NOT_ASKED : together(counts),
    reason: telling?.reasons[0] ?? "",
  };
}

/** Some seeds at the baseline and the others later is a kill all the same. */
function together(counts: Cell["counts"]): Outcome {
  const { killed, "killed at the baseline": early, survived, inconclusive } = counts;
  if (survived + inconclusive > 0) return killed + early + inconclusive > 0 ? "inconclusive" : "survived";
  return killed > 0 ? "killed" : early > 0 ? "killed at the baseline" : "inconclusive";
}
