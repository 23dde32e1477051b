import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

const CHAOSLAB = resolve(import.meta.dirname, "../../bin/chaoslab.js");

/** Milliseconds in which one that is told to end may restore and clear away what is its own. */
const GRACE = 10_000;

/** A command of this lab as a process of its own, in an environment that leads to no other cloud. */
export class LabChild {
  readonly ended: Promise<number | null>;
  out = "";
  err = "";
  readonly #child: ChildProcess;
  readonly #leave = () => void this.#child.kill("SIGKILL");

  constructor(args: readonly string[], environment: Readonly<Record<string, string>>) {
    const env = { ...inherited(), ...environment };
    this.#child = spawn(process.execPath, [CHAOSLAB, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child.stdout!.setEncoding("utf8").on("data", (text) => {
      this.out += text;
    });
    this.#child.stderr!.setEncoding("utf8").on("data", (text) => {
      this.err += text;
    });
    // Whoever leaves at once, at a second Ctrl-C, leaves nobody behind.
    process.once("exit", this.#leave);
    this.ended = new Promise((done, failed) => {
      this.#child.once("error", failed);
      this.#child.once("close", (code) => {
        process.off("exit", this.#leave);
        done(code);
      });
    });
    this.ended.catch(() => {});
  }

  /** What it says on stdout, as soon as it has; undefined when it ends without. */
  async says(words: RegExp): Promise<RegExpExecArray | undefined> {
    const said = new Promise<void>((done) => {
      this.#child.stdout!.on("data", () => words.test(this.out) && done());
    });
    await Promise.race([said, this.ended]);
    return words.exec(this.out) ?? undefined;
  }

  /** Resolves when it has gone. */
  async end(): Promise<void> {
    // Not SIGINT: one that has heard the terminal's Ctrl-C would take it for a second one, and leave everything behind.
    this.#child.kill("SIGTERM");
    const patience = setTimeout(this.#leave, GRACE);
    await this.ended.catch(() => {});
    clearTimeout(patience);
  }
}

/** Without what leads AWS clients elsewhere, and without the page on which a run by itself would sum itself up. */
function inherited(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|CHAOSLAB_|GITHUB_STEP_SUMMARY$)/.test(name));
  return Object.fromEntries(own);
}
