import { prose } from "../report/html/prose.ts";
import { sheet } from "../report/html/sheet.ts";
import { type Cell as Told, table } from "../report/html/table.ts";
import { SEALS } from "../report/marks.ts";
import { type Cell, type Matrix, NOT_ASKED } from "./matrix.ts";
import {
  complaintLines,
  type Effort,
  heldBy,
  heldOf,
  killers,
  legendOf,
  letterOf,
  signOf,
  summaryLines,
} from "./text.ts";

/** The matrix as a page: the score first, then each flaw with who finds it, then every cell. */
export function scoreHtml(matrix: Matrix, effort: Effort, notes: readonly string[]): string {
  const { passed } = matrix;
  const asked = matrix.flaws.length > 0;
  const { figure, claim } = asked ? ofFlaws(matrix) : ofRepaired(matrix);
  const word = passed ? "HELD" : "REFUTED";
  const header = `<header><p class="kicker">chaoslab score</p>
<p class="verdict ${word.toLowerCase()}"><i aria-hidden="true"><b>${SEALS[word]}</b></i>${figure}</p>
<h1>${claim}</h1>
<ul class="because">${summaryLines(matrix, effort).concat(notes).map(item).join("")}</ul></header>`;
  return sheet({
    title: `chaoslab score: ${figure}`,
    skip: asked ? { to: "flaws", says: "Skip to the flaws" } : { to: "matrix", says: "Skip to the matrix" },
    header,
    main: [complaints(matrix), asked ? flaws(matrix) : "", cells(matrix)],
    footer: `<footer><p class="soft">Beside this page lie score.json and score.md.</p></footer>`,
  });
}

function ofFlaws({ score, passed }: Matrix): Headline {
  const claim = passed
    ? "The experiments find every planted flaw, and hold on the repaired pipeline"
    : "The experiments do not find every planted flaw, or do not hold on the repaired pipeline";
  return { figure: `${score.killed} of ${score.of}`, claim };
}

function ofRepaired({ repaired, passed }: Matrix): Headline {
  const claim = `The experiments ${passed ? "" : "do not all "}hold on the repaired pipeline`;
  return { figure: `${heldBy(repaired)} of ${repaired.cells.length}`, claim };
}

/** What the page says first. */
interface Headline {
  readonly figure: string;
  readonly claim: string;
}

const item = (line: string) => `<li>${prose(line)}</li>`;

function complaints(matrix: Matrix): string {
  const lines = complaintLines(matrix);
  if (lines.length === 0) return "";
  return `<section aria-labelledby="wrong"><h2 id="wrong">Not as it should be</h2><ul class="because">${lines.map(item).join("")}</ul></section>`;
}

function flaws({ flaws }: Matrix): string {
  const rows = flaws.map((row, i): Told[] => [
    letterOf(i),
    { text: row.flaw.name, class: "" },
    { text: row.flaw.says, class: "text" },
    { text: killers(row), class: row.killedBy.length > 0 ? "text mark held" : "text mark refuted" },
  ]);
  const caption = "Each is planted in the repaired pipeline by itself";
  return `<section aria-labelledby="flaws"><h2 id="flaws">Flaws</h2>${table({ caption, heads: ["letter", "flaw", "what is wrong", "found"], rows, stack: true })}</section>`;
}

function cells(matrix: Matrix): string {
  const { flaws, experiments, repaired } = matrix;
  const rows = experiments.map((experiment, i): Told[] => [
    { text: experiment, class: "" },
    repairedCell(repaired.cells[i]!),
    ...flaws.map(({ cells }) => cell(cells[i]!)),
  ]);
  const heads = ["experiment", "repaired", ...flaws.map((_, i) => letterOf(i))];
  const caption =
    flaws.length > 0
      ? `What each experiment says of each flaw: ${legendOf(matrix)}`
      : "What each experiment says of the repaired pipeline";
  return `<section aria-labelledby="matrix"><h2 id="matrix">Matrix</h2>${table({ caption, heads, rows })}</section>`;
}

function repairedCell(cell: Cell): Told {
  return { text: heldOf(cell), class: cell.outcome === "survived" ? "mark held" : "mark refuted" };
}

/** Colour says nothing that the letter does not say. */
function cell(of: Cell): Told {
  return { text: signOf(of), class: CLASSES[of.outcome] };
}

const CLASSES: Readonly<Record<Cell["outcome"], string>> = {
  killed: "mark refuted",
  "killed at the baseline": "mark refuted",
  survived: "zero",
  inconclusive: "mark inconclusive",
  [NOT_ASKED]: "zero",
};
