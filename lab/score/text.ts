import { plural } from "../../chaos/verdict/words.ts";
import type { Left } from "./frame.ts";
import { type Cell, type FlawRow, isAsked, type Matrix, NOT_ASKED } from "./matrix.ts";

/** The matrix as a terminal shows it: experiments down, pipelines across, a letter for each flaw. */
export function matrixLines(matrix: Matrix): string[] {
  const width = Math.max("experiment".length, ...matrix.experiments.map(({ length }) => length));
  const head = `${"experiment".padEnd(width)}  repaired  ${matrix.flaws.map((_, i) => letterOf(i)).join(" ")}`;
  const rows = matrix.experiments.map((experiment, i) => {
    const marks = matrix.flaws.map(({ cells }) => SIGNS[cells[i]!.outcome]).join(" ");
    return `${experiment.padEnd(width)}  ${heldOf(matrix.repaired.cells[i]!).padEnd(8)}  ${marks}`;
  });
  const key = matrix.flaws.length > 0 ? ["", legendOf(matrix), "", ...flawLines(matrix)] : [];
  return [head.trimEnd(), ...rows.map((row) => row.trimEnd()), ...key];
}

/** One character an outcome; the legend says which. */
export const SIGNS: Readonly<Record<Cell["outcome"], string>> = {
  killed: "X",
  "killed at the baseline": "B",
  survived: ".",
  inconclusive: "?",
  [NOT_ASKED]: "-",
};

export function legendOf({ flaws }: Matrix): string {
  const marks = "X killed (REFUTED), B killed at the baseline, . survived (HELD), ? inconclusive";
  return flaws.some(({ cells }) => !cells.every(isAsked)) ? `${marks}, - not asked` : marks;
}

/** With several seeds that do not agree, how many have killed. */
export function signOf({ counts, outcome }: Cell): string {
  const kills = counts.killed + counts["killed at the baseline"];
  const all = kills + counts.survived + counts.inconclusive;
  return outcome === "inconclusive" && all > 1 ? `${kills}/${all}` : SIGNS[outcome];
}

/** What a flaw is called where there is no room for its name. */
export function letterOf(index: number): string {
  return String.fromCharCode("a".charCodeAt(0) + index);
}

function flawLines({ flaws }: Matrix): string[] {
  const width = Math.max(0, ...flaws.map(({ flaw }) => flaw.name.length));
  const saying = Math.max(0, ...flaws.map(({ flaw }) => flaw.says.length));
  return flaws.map(
    (row, i) => `${letterOf(i)}  ${row.flaw.name.padEnd(width)}  ${row.flaw.says.padEnd(saying)}  ${killers(row)}`,
  );
}

/** By whom a flaw is killed; those that are there to find it are named. */
export function killers({ flaw, cells, killedBy }: FlawRow): string {
  const experiments = cells.filter(isAsked).map(({ experiment }) => experiment);
  if (killedBy.length === 0) return "survived";
  const named = flaw.foundBy.filter((name) => killedBy.includes(name));
  const missed = flaw.foundBy.filter((name) => experiments.includes(name) && !killedBy.includes(name));
  const by = named.length > 0 ? `: ${named.join(", ")}` : "";
  const but = missed.length > 0 ? `, but not by ${missed.join(", ")}` : "";
  return `killed by ${killedBy.length} of ${experiments.length}${by}${but}`;
}

/** HELD, or how often it was not. */
export function heldOf({ counts, outcome }: Cell): string {
  if (outcome === "survived") return "HELD";
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return all === 1 ? "NOT HELD" : `${counts.survived}/${all} HELD`;
}

/** The score and what it was made of, in a few lines. */
export function summaryLines(matrix: Matrix, { runs, seconds, full }: Effort): string[] {
  const { score, repaired, experiments, seeds, flaws } = matrix;
  const from = seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds[0]} to ${seeds.at(-1)}`;
  const size = full ? "at full size" : "with fewer documents (--full: all of them)";
  const unseen = flaws.filter(({ killedBy }) => killedBy.length === 0).map(({ flaw }) => flaw.name);
  const survivors = unseen.length > 0 ? `; survived: ${unseen.join(", ")}` : "";
  return [
    ...(flaws.length > 0 ? [`mutation score ${scoreOf(score)}${survivors}`] : []),
    `repaired pipeline HELD by ${heldBy(repaired)} of ${plural(experiments.length, "experiment")}`,
    `${plural(runs, "run")}, ${from}, ${size}, in ${clockOf(seconds)}`,
  ];
}

/** How many experiments hold. */
export function heldBy({ cells }: Matrix["repaired"]): number {
  return cells.filter(({ outcome }) => outcome === "survived").length;
}

function scoreOf({ killed, of }: Matrix["score"]): string {
  return `${killed} of ${of}${of > 0 ? ` (${Math.round((100 * killed) / of)} %)` : ""}`;
}

/** What the matrix has cost. */
export interface Effort {
  readonly runs: number;
  readonly seconds: number;
  /** Every experiment at its own size. */
  readonly full: boolean;
}

/** `48 s`, `3 min 5 s` */
export function clockOf(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Why a cell is not what was hoped for: the repaired pipeline first. */
export function complaintLines({ repaired, flaws, experiments }: Matrix): string[] {
  const broken = repaired.cells
    .filter(({ outcome }) => outcome !== "survived")
    .map((cell) => `repaired, ${cell.experiment}: ${heldOf(cell)}: ${cell.reason}`);
  const missed = flaws.flatMap(({ flaw, cells, killedBy }) =>
    cells
      .filter(isAsked)
      .filter(({ experiment }) => flaw.foundBy.includes(experiment) && !killedBy.includes(experiment))
      .map(({ experiment, outcome, reason }) => `${flaw.name}, ${experiment}: ${outcome}: ${reason}`),
  );
  return experiments.length === 0 ? [] : [...broken, ...missed];
}

/** What of everything the matrix leaves out, and how to ask it. */
export function leftLines({ flaws, experiments, unmet }: Left): string[] {
  const elsewhere = [
    ...flaws.map((name) => `the flaw ${name}`),
    ...experiments.map((name) => `the experiment ${name}`),
  ];
  return [
    ...(elsewhere.length > 0
      ? [
          `not asked, because only a served cloud shows it: ${elsewhere.join(", ")}`,
          "next: npx chaoslab score --served",
        ]
      : []),
    ...(unmet.length > 0 ? [`not asked, because these experiments are not there to find it: ${unmet.join(", ")}`] : []),
  ];
}
