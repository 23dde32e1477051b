import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Journal } from "../../chaos/journal.ts";

/** The checkout that these tests belong to. */
export const CHECKOUT = resolve(import.meta.dirname, "../..");

/**
 * A person at a shell, in a folder of their own: starts the lab's programs as processes, hears what they say, and sees
 * what they leave behind.
 */
export class Shell {
  readonly folder = mkdtempSync(join(tmpdir(), "a shell "));
  /** Where `--out` points to, if nothing else is said. */
  readonly runs = join(this.folder, "runs");
  readonly #programs: Program[] = [];

  /** Runs `chaoslab` to its end. */
  async chaoslab(...args: string[]): Promise<Ended> {
    return await this.start(args).ended;
  }

  start(args: readonly string[], { env = {}, cwd = this.folder, checkout = CHECKOUT, node = [] }: Start = {}): Program {
    return this.command([process.execPath, ...node, join(checkout, "bin/chaoslab.js"), ...args], { env, cwd });
  }

  /** Starts any command, in an environment that holds nothing but a path, a home and what is given. */
  command(
    [file, ...args]: readonly string[],
    { env = {}, cwd = this.folder }: Pick<Start, "env" | "cwd"> = {},
  ): Program {
    const bare = { PATH: process.env.PATH, HOME: this.folder, TMPDIR: tmpdir() };
    const program = new Program(spawn(file!, args, { cwd, env: { ...bare, ...env } }));
    this.#programs.push(program);
    return program;
  }

  /** Writes a file in the folder, and answers with its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  read(...path: string[]): string {
    return readFileSync(join(this.folder, ...path), "utf8");
  }

  journal(run = "latest", runs = "runs"): Journal {
    return JSON.parse(this.read(runs, run, "journal.json"));
  }

  /** What lies in a folder, hidden files included. */
  list(...path: string[]): string[] {
    const folder = join(this.folder, ...path);
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  /** Ends what still runs and takes the folder away. */
  close(): void {
    for (const { child } of this.#programs) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly checkout?: string;
  /** Node's own arguments. */
  readonly node?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A program that was started. */
export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  out = "";
  err = "";

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout!.setEncoding("utf8").on("data", (text) => {
      this.out += text;
    });
    child.stderr!.setEncoding("utf8").on("data", (text) => {
      this.err += text;
    });
    this.ended = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ code, signal, out: this.out, err: this.err }));
    });
  }

  /** Resolves when it has said this, on either stream; rejects if it ends without. */
  async says(words: string | RegExp): Promise<void> {
    const said = () => (typeof words === "string" ? `${this.out}${this.err}`.includes(words) : words.test(this.err));
    await new Promise<void>((resolve, reject) => {
      const look = () => said() && resolve();
      this.child.stdout!.on("data", look);
      this.child.stderr!.on("data", look);
      this.ended.then(() =>
        said() ? resolve() : reject(new Error(`it never said ${words}:\n${this.err}${this.out}`)),
      );
      look();
    });
  }
}

export function aShell(): Shell {
  return new Shell();
}

/** Does work for each element, a few at a time: as many as a small machine does side by side. */
export async function each<T, R>(elements: readonly T[], work: (element: T) => Promise<R>, width = 3): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...elements.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
