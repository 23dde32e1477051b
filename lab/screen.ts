import type { Progress } from "../chaos/run.ts";
import { EPOCH } from "../cloud/kernel/clock.ts";
import type { LabError } from "../cloud/kernel/errors.ts";
import type { Simulation } from "./simulation.ts";

/**
 * What a person sees while a run goes on: on a terminal one line that moves, elsewhere one line a phase, and with
 * `--json` one event a line for programs. Results go to stdout, progress to stderr.
 */
export class Screen {
  readonly #json: boolean;
  readonly #moving: boolean;
  readonly #colours: boolean;
  #world: Simulation | undefined;
  #phase = "";
  #timer: NodeJS.Timeout | undefined;

  constructor({ json = false }: { json?: boolean } = {}) {
    this.#json = json;
    this.#moving = !json && process.stderr.isTTY === true && process.env.TERM !== "dumb";
    this.#colours = !json && process.stdout.isTTY === true && !process.env.NO_COLOR;
  }

  /** `doing`: what goes on in it, until a phase says more. */
  began(world: Simulation, doing = ""): void {
    this.#world = world;
    this.#phase = doing;
    if (this.#moving) this.#timer = setInterval(() => this.#move(), 100);
  }

  progress({ phase, at, says }: Progress): void {
    this.#phase = phase;
    if (this.#json) this.event("phase", { phase, at: new Date(at).toISOString(), says });
    else if (!this.#moving) process.stderr.write(`  ${clockOf(at)}  ${phase.padEnd(9)} ${says}\n`);
  }

  /** How far work of many parts has come: the moving line, or a line for each tenth. */
  advanced(done: number, of: number, says: string): void {
    if (this.#moving) {
      this.#clear();
      process.stderr.write(`  ${says}`.slice(0, (process.stderr.columns || 80) - 1));
    } else if (!this.#json && Math.floor((done * 10) / of) > Math.floor(((done - 1) * 10) / of)) {
      process.stderr.write(`  ${says}\n`);
    }
  }

  /** Takes the moving line away. */
  ended(): void {
    clearInterval(this.#timer);
    this.#clear();
    this.#world = undefined;
  }

  event(kind: string, content: object): void {
    if (this.#json) process.stdout.write(`${JSON.stringify({ event: kind, ...content })}\n`);
  }

  lines(lines: readonly string[]): void {
    if (!this.#json) process.stdout.write(`${lines.map((line) => this.#coloured(line)).join("\n")}\n`);
  }

  note(...lines: readonly string[]): void {
    this.#clear();
    if (!this.#json) process.stderr.write(`${lines.join("\n")}\n`);
  }

  complain({ code, message, next }: LabError): void {
    this.event("error", { code, message, next });
    this.#clear();
    process.stderr.write(`${code}: ${message}\nnext: ${next}\n`);
  }

  /** An error that is nobody's fault but the lab's: whoever mends it needs the stack. */
  bug(error: unknown): void {
    const code = "LAB_BUG";
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const next = "This is a fault of the lab. Please report it with these lines and the command that led to them.";
    this.event("error", { code, message, next });
    this.#clear();
    process.stderr.write(`${code}: ${message}\nnext: ${next}\n`);
  }

  #move(): void {
    if (!this.#world) return;
    const { clock, facts, crew } = this.#world;
    const runs = crew.ledger.runs();
    const open = runs.reduce((sum, run) => sum + crew.ledger.unsettled(run).length, 0);
    const line = `  ${clockOf(clock.now())}  ${this.#phase.padEnd(9)} ${open} documents on their way, ${facts.length} facts`;
    this.#clear();
    // A terminal that does not know its width says 0.
    process.stderr.write(line.slice(0, (process.stderr.columns || 80) - 1));
  }

  #clear(): void {
    if (this.#moving) process.stderr.write("\r\x1b[2K");
  }

  #coloured(line: string): string {
    if (!this.#colours) return line;
    return line.replace(/^(HELD|REFUTED|INCONCLUSIVE|INVALID)\b/, (word) => `\x1b[1;${COLOURS[word]}m${word}\x1b[0m`);
  }
}

const COLOURS: Record<string, number> = { HELD: 32, REFUTED: 31, INCONCLUSIVE: 33, INVALID: 33 };

/** Time since the world began, in hours, minutes and seconds. */
export function clockOf(at: number): string {
  const seconds = Math.floor((at - EPOCH) / 1000);
  const digits = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return digits.map((part) => String(part).padStart(2, "0")).join(":");
}
