import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./a-shell.ts";

/** What a run needs of a checkout, besides its packages. */
const PARTS = [
  "bin",
  "lab",
  "chaos",
  "cloud",
  "dashboard",
  "drivers",
  "src",
  "infra",
  "experiments",
  "package.json",
  "tsconfig.json",
];

/** A copy of this checkout in another folder, with the same packages. */
export function aCopy(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) cpSync(join(CHECKOUT, part), join(folder, part), { recursive: true });
  symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
  return folder;
}
