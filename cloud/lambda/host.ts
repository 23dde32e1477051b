import type { Clock } from "../kernel/clock.ts";
import { InvocationLog, timeoutMessage } from "./log-lines.ts";
import type { Crash, Environment, EnvironmentSpec, LogLevel, Outcome, Runtime } from "./runtime/runtime.ts";
import type { Version } from "./version.ts";

/**
 * An environment as Lambda keeps it: what it runs, what it is doing at the moment, and the log of that. It gives each
 * run its time, and no more.
 *
 *     run -> thaw -> START -> handler -> END -> freeze          (answered)
 *                                `-----> Task timed out -> stop (not answered in time)
 */
export class Host {
  readonly id: string;
  readonly version: Version;
  readonly logStream: string;
  readonly #clock: Clock;
  readonly #environment: Environment;
  readonly #onLine: (text: string) => void;
  #log: InvocationLog | undefined;
  /** What was written while no run was going on: in the init, or by work that a run had left behind. */
  #early: [string, LogLevel | undefined][] = [];

  constructor(wiring: HostWiring) {
    const { spec, runtime, version, clock, onLine } = wiring;
    this.id = spec.id;
    this.logStream = spec.logStream;
    this.version = version;
    this.#clock = clock;
    this.#onLine = onLine;
    this.#environment = runtime.start({ ...spec, write: (text, level) => this.#write(text, level) });
  }

  get ready(): Promise<void> {
    return this.#environment.ready;
  }

  /** Its environment has ended by itself, and takes no event any more. */
  get isGone(): boolean {
    return this.#environment.isGone === true;
  }

  async run(task: Task): Promise<Finished> {
    const startedAt = this.#clock.now();
    const log = new InvocationLog(task.requestId);
    this.#environment.thaw();
    log.start(startedAt, this.version.number);
    this.#log = log;
    for (const [text, level] of this.#early.splice(0)) log.line(startedAt, text, level);
    const outcome = await this.#inTime(task, startedAt);
    this.#log = undefined;
    return outcome === "timeout" ? this.#timedOut(task, log, startedAt) : this.#answered(outcome, log, startedAt);
  }

  stop(): void {
    this.#environment.stop();
  }

  #inTime({ requestId, payload, clientContext, arn }: Task, startedAt: number): Promise<Outcome | "timeout"> {
    const deadline = startedAt + this.version.settings.Timeout * 1000;
    return new Promise((resolve) => {
      const alarm = this.#clock.at(deadline, () => resolve("timeout"));
      const context = {
        requestId,
        invokedFunctionArn: arn,
        deadline,
        ...(clientContext !== undefined && { clientContext }),
      };
      void this.#environment.invoke(payload, context).then((outcome) => {
        alarm.cancel();
        resolve(outcome);
      });
    });
  }

  #answered(outcome: Outcome, log: InvocationLog, startedAt: number): Finished {
    const ended = outcome.kind === "error" && outcome.ended === true;
    if (ended) this.#environment.stop();
    else this.#environment.freeze();
    const failure = outcome.kind === "error" && { errorType: outcome.errorType, errorMessage: outcome.errorMessage };
    return {
      outcome: outcome.kind,
      payload: outcome.payload,
      ...failure,
      ...(outcome.kind === "error" && outcome.crash && { crash: outcome.crash }),
      ended,
      log,
      startedAt,
      duration: this.#clock.now() - startedAt,
      memoryUsedMb: outcome.memoryUsedMb ?? NOMINAL_MEMORY,
    };
  }

  /** The environment is gone, with everything in it. The form of the answer was recorded on AWS in November 2025. */
  #timedOut({ requestId }: Task, log: InvocationLog, startedAt: number): Finished {
    const { memoryUsedMb = NOMINAL_MEMORY } = this.#environment;
    this.#environment.stop();
    const seconds = this.version.settings.Timeout;
    const errorType = "Sandbox.Timedout";
    const errorMessage = `RequestId: ${requestId} Error: ${timeoutMessage(seconds)}`;
    log.timedOut(this.#clock.now(), seconds);
    return {
      outcome: "timeout",
      payload: JSON.stringify({ errorType, errorMessage }),
      errorType,
      errorMessage,
      ended: true,
      log,
      startedAt,
      duration: seconds * 1000,
      memoryUsedMb,
    };
  }

  #write(text: string, level?: LogLevel): void {
    this.#onLine(text);
    if (this.#log) this.#log.line(this.#clock.now(), text, level);
    else this.#early.push([text, level]);
  }
}

/** What a REPORT line says of a run that nobody measured; about what Node and an SDK client take. */
const NOMINAL_MEMORY = 90;

export interface HostWiring {
  readonly spec: Omit<EnvironmentSpec, "write">;
  readonly version: Version;
  readonly runtime: Runtime;
  readonly clock: Clock;
  /** Hears of every line the function writes. */
  onLine(text: string): void;
}

/** One event for one run. */
export interface Task {
  readonly requestId: string;
  readonly payload: string;
  readonly clientContext?: string | undefined;
  /** The function as it was asked for. */
  readonly arn: string;
}

/** How a run ended. */
export interface Finished {
  readonly outcome: "success" | "error" | "timeout";
  /** JSON. */
  readonly payload: string;
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly crash?: Crash;
  /** The environment has ended with it. */
  readonly ended: boolean;
  readonly log: InvocationLog;
  readonly startedAt: number;
  /** Milliseconds, without init. */
  readonly duration: number;
  readonly memoryUsedMb: number;
}
