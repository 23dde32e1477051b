import { table, text } from "../report/markdown.ts";
import { MARKS } from "../report/marks.ts";
import type { Matrix } from "./matrix.ts";
import { complaintLines, type Effort, heldOf, killers, legendOf, letterOf, signOf, summaryLines } from "./text.ts";

/** The matrix for whoever reads Markdown. */
export function scoreMarkdown(matrix: Matrix, effort: Effort, notes: readonly string[]): string {
  const { flaws, experiments, repaired } = matrix;
  const cells = experiments.map((experiment, i) => [
    text(experiment),
    heldOf(repaired.cells[i]!),
    ...flaws.map(({ cells }) => text(signOf(cells[i]!))),
  ]);
  const found = flaws.map((row, i) => [letterOf(i), text(row.flaw.name), text(row.flaw.says), text(killers(row))]);
  const parts = [
    `# ${matrix.passed ? MARKS.held : MARKS.refuted} Which experiment finds which flaw`,
    list(summaryLines(matrix, effort).concat(notes)),
    ...(flaws.length > 0 ? ["## Flaws", table(["", "flaw", "what is wrong", "found"], found)] : []),
    "## Matrix",
    ...(flaws.length > 0 ? [legendOf(matrix)] : []),
    table(["experiment", "repaired", ...flaws.map((_, i) => letterOf(i))], cells),
    ...(complaintLines(matrix).length > 0 ? ["## Not as it should be", list(complaintLines(matrix))] : []),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${text(item)}`).join("\n");
}
