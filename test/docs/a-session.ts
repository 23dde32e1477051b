import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { aShell, type Program } from "../lab/a-shell.ts";
import { type ACheckout, aCheckout } from "../live/a-checkout.ts";
import { misquoted, type Step } from "./transcript.ts";

/** Seconds for which something in the background may take until it says what a page quotes. */
const PATIENCE = 60;

/**
 * Somebody who types a page's commands into one bash, in a checkout of their own. The page has the usual port; here a
 * free one takes its place, in the commands and back again in what is printed.
 */
export class Session {
  readonly #shell = aShell();
  readonly #checkout: ACheckout;
  readonly #bash: Program;
  readonly #port: number;
  #steps = 0;

  constructor(port: number) {
    this.#port = port;
    this.#checkout = aCheckout(this.#shell);
    const env = { NO_COLOR: "1", npm_config_update_notifier: "false" };
    this.#bash = this.#shell.command(["bash", "--noprofile", "--norc"], { cwd: this.#checkout.folder, env });
    // With job control, as at a terminal: `kill %1` ends a job with all its processes.
    this.#bash.child.stdin!.write("set -m\n");
  }

  /** Saves a file that the page tells its reader to save. */
  save(file: string, text: string): void {
    const path = join(this.#checkout.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Types a command; answers with the first line that the page has and the program has not. */
  async take(step: Step): Promise<string | undefined> {
    const output = join(this.#shell.folder, `${this.#steps}.out`);
    const said = `step ${this.#steps++} is done`;
    const isBackground = step.command.endsWith("&");
    const command = this.#here(step.command);
    // The status of one command is what the next may ask for with $?.
    const typed = isBackground
      ? `{ ${command.slice(0, -1)}; } > '${output}' 2>&1 & echo '${said}'\n`
      : `{ (exit $rc); ${command}; } > '${output}' 2>&1; rc=$?; echo '${said}'\n`;
    this.#bash.child.stdin!.write(typed);
    await this.#bash.says(said);
    const look = () => misquoted(step, existsSync(output) ? this.#there(readFileSync(output, "utf8")) : "");
    for (let tick = 0; isBackground && look() !== undefined && tick < PATIENCE * 10; tick++) await pause(100);
    return look();
  }

  /** Ends bash, and with it whatever still runs in the background. */
  async close(): Promise<void> {
    this.#bash.child.stdin!.end("for job in $(jobs -p); do kill -- -$job 2> /dev/null; done; wait\n");
    await this.#bash.ended;
    this.#shell.close();
  }

  #here(command: string): string {
    return command.replace(/npx chaoslab (up|env|down)\b/g, `npx chaoslab $1 --port ${this.#port}`);
  }

  #there(output: string): string {
    return output.replaceAll(String(this.#port), "4566").replace(/^npm warn .*\n/gm, "");
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
