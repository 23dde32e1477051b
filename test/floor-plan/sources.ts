import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own source files, as the laws of the house read them. */
export const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export const ROOMS = ["infra", "src", "drivers", "experiments", "chaos", "cloud", "dashboard", "lab", "bench"] as const;

export interface Source {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Paths of the project's own files that it imports. */
  readonly imports: readonly string[];
}

export function sources(rooms: readonly string[] = ROOMS): Source[] {
  return rooms.flatMap((room) => filesBelow(join(PROJECT, room))).map(read);
}

function filesBelow(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch {
    return [];
  }
  return entries.sort().flatMap((entry) => {
    const path = join(folder, entry);
    return statSync(path).isDirectory() ? filesBelow(path) : path.endsWith(".ts") ? [path] : [];
  });
}

function read(file: string): Source {
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, specifier]) => specifier!);
  const imports = specifiers.map((specifier) => relative(PROJECT, resolve(dirname(file), specifier)));
  return { path: relative(PROJECT, file), text, imports };
}

/** The code without comments, so that a law may be explained where it is kept. */
export function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}
