import { type ChildProcess, spawn } from "node:child_process";
import type { Clock } from "../../../kernel/clock.ts";
import type { LogLevel } from "../runtime.ts";
import type { Exit } from "./exit.ts";
import type { Command } from "./interpreter.ts";
import { LOOK_EVERY, memoryOf } from "./memory.ts";
import { Output } from "./output.ts";
import type { Warden } from "./warden.ts";

/**
 * One process of one function: started with nothing of the host's but the program that runs it, watched, and ended.
 *
 * It leads a process group, so that freezing and killing reach what it has started as well. Its standard input is
 * empty, as on Lambda; the fourth file is the pipe by which it notices the end of the host.
 */
export class Child {
  readonly exited: Promise<Exit>;
  readonly #wiring: ChildWiring;
  readonly #process: ChildProcess;
  readonly #outputs: readonly Output[];
  #exit: Exit | undefined;
  #peak = 0;
  #isOverLimit = false;
  #isOutOfHeap = false;
  #watch: { cancel(): void } | undefined;

  constructor(wiring: ChildWiring) {
    this.#wiring = wiring;
    const { command, folder, variables } = wiring;
    this.#process = spawn(command.file, command.args, {
      cwd: folder,
      env: variables,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      detached: GROUPS,
      windowsHide: true,
    });
    this.#outputs = this.#listen();
    this.exited = this.#untilExit();
    if (this.pid !== undefined) wiring.warden.watch(this.pid);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get isAlive(): boolean {
    return this.#exit === undefined;
  }

  /** Megabytes: the most it held in its life. */
  get memoryUsedMb(): number {
    this.#look();
    return Math.ceil(this.#peak / 1024);
  }

  /** From now on it may not hold more than its limit; a process at rest need not be watched. */
  watchMemory(): void {
    const { clock } = this.#wiring;
    this.#watch ??= clock.every(LOOK_EVERY, () => this.#look());
  }

  /** Lets a new run write as much as any other. */
  refill(): void {
    for (const output of this.#outputs) output.refill();
  }

  /** Resolves when everything has been heard that it wrote before a mark; a second is enough for any pipe. */
  async drained(mark: number): Promise<void> {
    const heard = Promise.all(this.#outputs.map((output) => output.reached(mark)));
    await this.#within(1000, heard);
  }

  freeze(): void {
    this.#rest();
    if (GROUPS) this.#signal("SIGSTOP");
  }

  thaw(): void {
    if (GROUPS) this.#signal("SIGCONT");
  }

  kill(): void {
    this.#signal("SIGKILL");
  }

  #listen(): Output[] {
    const { clock, write } = this.#wiring;
    const { stdout, stderr } = this.#process;
    // A machine that is out of files gives a process without streams, and then its error.
    if (!stdout || !stderr) return [];
    const heap = (text: string) => {
      if (text.includes("JavaScript heap out of memory")) this.#isOutOfHeap = true;
      write(text);
    };
    return [
      new Output(stdout, { clock, write }),
      new Output(stderr, { clock, write: (text, level) => (level ? write(text, level) : heap(text)) }),
    ];
  }

  async #untilExit(): Promise<Exit> {
    const exit = await new Promise<Exit>((resolve) => {
      this.#process.once("error", ({ message }) => {
        resolve({ code: null, signal: null, outOfMemory: false, error: message });
      });
      this.#process.once("exit", (code, signal) => resolve({ code, signal, outOfMemory: this.#isOverLimit }));
    });
    this.#rest();
    // What it has started must not outlive it, nor hold its output open.
    this.#signal("SIGKILL");
    if (this.pid !== undefined) this.#wiring.warden.forget(this.pid);
    await this.#within(1000, Promise.all(this.#outputs.map((output) => output.closed)));
    const outOfMemory = exit.outOfMemory || (this.#isOutOfHeap && exit.signal === "SIGABRT");
    this.#exit = { ...exit, outOfMemory };
    return this.#exit;
  }

  #look(): void {
    const memory = this.pid === undefined || !this.isAlive ? undefined : memoryOf(this.pid);
    if (!memory) return;
    this.#peak = Math.max(this.#peak, memory.peak ?? memory.resident);
    if (memory.resident <= this.#wiring.memorySizeMb * 1024) return;
    this.#isOverLimit = true;
    this.kill();
  }

  #rest(): void {
    this.#watch?.cancel();
    this.#watch = undefined;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this;
    if (pid === undefined || !this.isAlive) return;
    try {
      process.kill(GROUPS ? -pid : pid, signal);
    } catch {
      // It has gone, and so has its group.
    }
  }

  #within(milliseconds: number, work: Promise<unknown>): Promise<void> {
    const { clock } = this.#wiring;
    return new Promise((resolve) => {
      const alarm = clock.at(clock.now() + milliseconds, resolve);
      void work.then(() => {
        alarm.cancel();
        resolve();
      });
    });
  }
}

export interface ChildWiring {
  readonly clock: Clock;
  readonly warden: Pick<Warden, "watch" | "forget">;
  readonly command: Command;
  readonly memorySizeMb: number;
  /** Where the function's files are. */
  readonly folder: string;
  /** Its whole environment. */
  readonly variables: Readonly<Record<string, string>>;
  write(text: string, level?: LogLevel): void;
}

/** Windows has neither process groups nor signals that stop: there, timers run on between two runs. */
const GROUPS = process.platform !== "win32";
