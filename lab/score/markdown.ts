import { table, text } from "../report/markdown.ts";
import { MARKS } from "../report/marks.ts";
import { OUTCOMES, type Outcome } from "./cell.ts";
import type { Cell, Matrix } from "./matrix.ts";
import { complaintLines, type Effort, heldOf, killers, summaryLines } from "./text.ts";

/** The matrix for whoever reads Markdown. */
export function scoreMarkdown(matrix: Matrix, effort: Effort, notes: readonly string[]): string {
  const { flaws, experiments, repaired } = matrix;
  const cells = experiments.map((experiment, i) => [
    text(experiment),
    heldOf(repaired.cells[i]!),
    ...flaws.map(({ cells }) => signOf(cells[i]!)),
  ]);
  const found = flaws.map((row) => [text(row.flaw.name), text(row.flaw.says), text(killers(row, experiments))]);
  const legend = OUTCOMES.map((outcome) => `${SIGNS[outcome]} ${outcome}`).join(", ");
  const parts = [
    `# ${matrix.passed ? MARKS.held : MARKS.refuted} Which experiment finds which flaw`,
    list(summaryLines(matrix, effort).concat(notes)),
    "## Flaws",
    table(["flaw", "what is wrong", "found"], found),
    "## Matrix",
    `${legend}.`,
    table(["experiment", "repaired", ...flaws.map(({ flaw }) => text(flaw.name))], cells),
    ...(complaintLines(matrix).length > 0 ? ["## Not as it should be", list(complaintLines(matrix))] : []),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Signs that no table and no reader takes for something else. */
export const SIGNS: Readonly<Record<Outcome, string>> = {
  killed: "✗",
  "killed at the baseline": "✗✗",
  survived: "·",
  inconclusive: "?",
};

/** With several seeds that do not agree, how many have killed. */
export function signOf({ counts, outcome }: Cell): string {
  const kills = counts.killed + counts["killed at the baseline"];
  const all = kills + counts.survived + counts.inconclusive;
  return outcome === "inconclusive" && all > 1 ? `${kills}/${all}` : SIGNS[outcome];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${text(item)}`).join("\n");
}
