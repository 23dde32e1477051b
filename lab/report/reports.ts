import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Facts, factsOf } from "./facts.ts";
import { html } from "./html/page.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";

/** The reports of a run by the word that asks for one, and the file that each is. */
export const REPORTS = {
  html: { file: "report.html", write: html },
  md: { file: "report.md", write: markdown },
  junit: { file: "junit.xml", write: junit },
} as const satisfies Record<string, { file: string; write: (facts: Facts) => string }>;

export type Format = keyof typeof REPORTS;

/**
 * Writes all reports of the run in a folder beside what they are made of, and answers with their paths. One that lies
 * there is replaced at once, never half.
 *
 * @throws LabError LAB_RUN_BROKEN
 */
export function writeReports(folder: string): string[] {
  const facts = factsOf(folder);
  return Object.values(REPORTS).map(({ file, write }) => {
    const [draft, path] = [join(folder, `.${file}`), join(folder, file)];
    writeFileSync(draft, write(facts));
    renameSync(draft, path);
    return path;
  });
}
