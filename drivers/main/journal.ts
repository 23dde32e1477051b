/**
 * The ledger's file: NDJSON, one event a line, each written before the driver goes on, so that a killed driver has lost
 * nothing it acted on. The first line says who writes (to see whether it still lives), the last that it ended well.
 */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.ts";

export class Journal {
  readonly path: string;
  readonly #file: number;

  /** What an earlier program wrote under that name. */
  readonly before: string[];

  /** `fresh`: there must be no such journal yet. */
  constructor(path: string, { fresh }: { fresh: boolean }) {
    if (fresh && existsSync(path)) {
      throw new UsageError("LAB_RUN_EXISTS", `${path} exists already.`, "Give another --run: keys carry its name.");
    }
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.before = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    this.#file = openSync(path, "a");
    // A program that was killed may have left half a line.
    if (this.before.at(-1)) writeSync(this.#file, "\n");
  }

  write(line: string): void {
    writeSync(this.#file, `${line}\n`);
  }

  begin(program: { role: "publisher" | "subscriber"; run: string; at: number; target: string }): void {
    this.write(JSON.stringify({ kind: "program", ...program, pid: process.pid }));
  }

  end(at: number): void {
    this.write(JSON.stringify({ kind: "ended", at }));
    closeSync(this.#file);
  }
}
