import { count } from "../../chaos/verdict/words.ts";
import { deadLetters } from "./dead-letters.ts";
import type { Facts } from "./facts.ts";
import { CELLS, cohortRows } from "./ledger-table.ts";
import { headlineOf, MARKS, SEALS } from "./marks.ts";
import { findingsOf } from "./subject.ts";
import { minutesOf, plain } from "./text.ts";

/** The report for whoever reads Markdown: pull requests, wikis, terminals. */
export function markdown(facts: Facts): string {
  return page([
    ...opening(facts),
    ...findings(facts),
    ...phases(facts),
    ...ledger(facts),
    ...letters(facts),
    ...restores(facts),
    ...again(facts),
  ]);
}

/** What decides, and how to run it again: the summary of a step in CI. */
export function shortMarkdown(facts: Facts): string {
  return page([...opening(facts), ...findings(facts), ...again(facts)]);
}

function opening(facts: Facts): string[] {
  const { experiment, name, target, seed, verdict } = facts.journal;
  const { word, meaning, reasons } = headlineOf(facts);
  return [
    `# ${SEALS[word]} ${word}: ${text(experiment.title)}`,
    `${text(name)}, target ${text(target)}, seed ${text(String(seed))}. ${meaning}`,
    list(reasons.map((reason) => text(reason))),
    ...(verdict ? [`${text(verdict.objective.line)}. ${text(verdict.objective.disagreement ?? "")}`.trim()] : []),
  ];
}

function findings({ journal }: Facts): string[] {
  const rows = findingsOf(journal).map(({ rule, outcome, says }) => [`${MARKS[outcome]} ${outcome}`, rule, text(says)]);
  return rows.length === 0 ? [] : ["## Findings", table(["outcome", "rule", "what was found"], rows)];
}

function phases({ journal }: Facts): string[] {
  const start = Date.parse(journal.start);
  const row = (name: string, from: number, until: number) => [name, minutesOf(from - start), minutesOf(until - start)];
  const rows = [
    ...journal.phases.map(({ name, from, until }) => row(name, from, until)),
    ...journal.faults.map(({ action, from, until }) => row(`fault in force: ${text(action)}`, from, until)),
  ];
  return rows.length === 0 ? [] : ["## Timeline", table(["what", "from", "until"], rows, 1)];
}

function ledger(facts: Facts): string[] {
  const rows = cohortRows(facts);
  const used = CELLS.filter(([cell]) => rows.some(({ cells }) => cells[cell] > 0));
  const lines = rows.map((row) => [
    text(row.cohort),
    count(row.documents),
    ...used.map(([cell]) => count(row.cells[cell])),
  ]);
  const heads = ["cohort", "documents", ...used.map(([, name]) => name)];
  return rows.length === 0 ? [] : ["## Ledger", table(heads, lines, 1)];
}

function letters(facts: Facts): string[] {
  const { all, reasons, otherReasons } = deadLetters(facts);
  if (all === 0) return [];
  const rows = reasons.map((each) => [count(each.count), text(each.reason, 300)]);
  const others = otherReasons > 0 ? [[count(otherReasons), "other reasons"]] : [];
  return [
    "## Dead letters",
    `${count(all)} in all; each is a line of ledger.ndjson.`,
    table(["letters", "reason"], [...rows, ...others]),
  ];
}

function restores({ journal: { leases } }: Facts): string[] {
  const rows = leases.map(({ resource, action, restoration }) => [text(resource), text(action), restoration.outcome]);
  return rows.length === 0 ? [] : ["## What was changed", table(["resource", "by", "restore"], rows)];
}

function again({ journal: { verdict, id } }: Facts): string[] {
  const command = verdict ? `\n\n    ${plain(verdict.replay)}` : "";
  return [`Run ${text(id)}.${command ? ` Again:${command}` : ""}`];
}

function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** `numbersFrom`: from which column on numbers stand, and so to the right. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = Number.POSITIVE_INFINITY,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heads.map((_, i) => (i >= numbersFrom ? "---:" : "---"));
  return [heads, rule, ...rows].map(line).join("\n");
}

/** Every character that could mean something in Markdown or HTML means itself. */
export function text(written: string, most?: number): string {
  return plain(written, most).replace(/[\\`*_{}[\]<>#|~&@!]/g, "\\$&");
}
