import { appendFileSync } from "node:fs";
import { factsOf } from "./facts.ts";
import { shortMarkdown } from "./markdown.ts";

/**
 * Where a CI shows what its steps have found, a run says its verdict: GitHub names a file for that. A summary that cannot
 * be written costs no run.
 *
 * @returns why it was not written
 */
export function appendStepSummary(folder: string, path = process.env.GITHUB_STEP_SUMMARY): string | undefined {
  if (!path) return undefined;
  try {
    appendFileSync(path, `${shortMarkdown(factsOf(folder))}\n`);
    return undefined;
  } catch (error) {
    return `no step summary: ${(error as Error).message}`;
  }
}
