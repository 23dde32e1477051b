import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

/** The pages that people read, as the tests of the documentation see them. */
export const PROJECT = resolve(import.meta.dirname, "../..");

export interface Page {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

/** README, CHANGELOG and everything below docs/. */
export function pages(): Page[] {
  const files = ["README.md", "CHANGELOG.md", ...below("docs").filter((path) => path.endsWith(".md"))];
  return files.map((path) => ({ path, text: textOf(path) }));
}

export function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), "utf8");
}

/** The same with one space where a table is padded with several. */
export function unpadded(text: string): string {
  return text.replace(/ {2,}/g, " ");
}

export function exists(path: string): boolean {
  try {
    statSync(join(PROJECT, path));
    return true;
  } catch {
    return false;
  }
}

/** Files below a folder, from the project's root. */
export function below(folder: string): string[] {
  const entries = readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(PROJECT, join(entry.parentPath, entry.name))).sort();
}

/** A fenced block of code whose first line names the file it is from, or is to be: `// cloud/ssm/facts.ts`. */
export interface Block {
  readonly page: string;
  readonly file: string;
  readonly code: string;
}

export function blocksIn({ path, text }: Page): Block[] {
  const fences = [...text.matchAll(/^```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)^```$/gm)];
  return fences.map(([, file, code]) => ({ page: path, file: file!, code: code! }));
}
