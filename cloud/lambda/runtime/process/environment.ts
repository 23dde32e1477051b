import { LabError } from "../../../kernel/errors.ts";
import { runtimeFailure } from "../node-error.ts";
import type { Environment, EnvironmentSpec, Failure, InvocationContext, Outcome } from "../runtime.ts";
import { endedBy, failureOfExit } from "./exit.ts";
import type { Life } from "./life.ts";
import type { Turnstile } from "./turnstile.ts";

/**
 * An environment whose code runs in a process of its own.
 *
 *     init --ready--> invoke -> freeze -> thaw -> invoke -> ... -> stop
 *       `--failed, or ten seconds over--> the first invoke begins init anew, within its own time
 *
 * The second beginning is Lambda's (developer guide, "Understanding the Lambda execution environment lifecycle").
 */
export class ProcessEnvironment implements Environment {
  readonly ready: Promise<void>;
  readonly #spec: EnvironmentSpec;
  readonly #wiring: EnvironmentWiring;
  #life: Life | undefined;
  #hasBegun = false;
  #isStopped = false;
  isFrozen = false;

  constructor(spec: EnvironmentSpec, wiring: EnvironmentWiring) {
    this.#spec = spec;
    this.#wiring = wiring;
    this.ready = this.#init();
  }

  get isGone(): boolean {
    return this.#isStopped || (this.#hasBegun && this.#life?.isAlive !== true);
  }

  get memoryUsedMb(): number | undefined {
    return this.#life?.memoryUsedMb;
  }

  async invoke(event: string, context: InvocationContext): Promise<Outcome> {
    const failure = this.#life?.isAlive ? undefined : await this.#begin(context.requestId);
    if (failure) return failure;
    const life = this.#life!;
    const outcome = await life.run({ event, ...context, traceId: this.#wiring.traceId() });
    const exit = life.exit;
    if (!exit) return { ...outcome!, memoryUsedMb: life.memoryUsedMb };
    return { ...this.#after(context.requestId, outcome, life), memoryUsedMb: life.memoryUsedMb };
  }

  freeze(): void {
    this.isFrozen = true;
    this.#life?.freeze();
    this.#wiring.onFreeze(this);
  }

  thaw(): void {
    this.isFrozen = false;
    this.#life?.thaw();
  }

  stop(): void {
    this.#isStopped = true;
    this.#life?.kill();
    this.#wiring.onStop(this);
  }

  /** What a run comes to whose process ended with it: a good answer stays one. */
  #after(requestId: string, outcome: Outcome | undefined, { exit }: Life): Outcome {
    if (!outcome) return failureOfExit(requestId, exit!);
    return outcome.kind === "success" ? outcome : endedBy(requestId, outcome, exit!);
  }

  /** Never fails: what goes wrong here is said again, to the first invocation. */
  async #init(): Promise<void> {
    const { turnstile } = this.#wiring;
    await turnstile.enter();
    // Nobody may want it any more when its turn has come.
    if (!this.#isStopped) await this.#initInTurn();
    turnstile.leave();
  }

  async #initInTurn(): Promise<void> {
    const { clock } = this.#wiring;
    const since = clock.now();
    let isLate = false;
    const alarm = clock.at(since + (this.#wiring.initLimit ?? INIT_LIMIT), () => {
      isLate = true;
      this.#life?.kill();
    });
    const failure = await this.#begin("");
    alarm.cancel();
    this.#hasBegun = true;
    if (!failure || this.#isStopped) return;
    const status = isLate ? "timeout" : `error\tError Type: ${failure.errorType}`;
    const duration = (clock.now() - since).toFixed(2);
    this.#spec.write(`INIT_REPORT Init Duration: ${duration} ms\tPhase: init\tStatus: ${status}`);
  }

  /** Starts a process and waits until it is ready for an event, or has failed. */
  async #begin(requestId: string): Promise<Failure | undefined> {
    try {
      const life = await this.#wiring.start(this.#spec);
      this.#life = life;
      if (this.#isStopped) life.kill();
      const answer = await life.begun();
      if (!life.exit) return undefined;
      return answer?.kind === "error" ? endedBy(requestId, answer, life.exit) : failureOfExit(requestId, life.exit);
    } catch (error) {
      return unstartable(error);
    }
  }
}

/** Lambda gives init ten seconds before it tries again with the first event. */
const INIT_LIMIT = 10_000;

/** The lab's own words for what is no function's fault; anything else is a bug, and no reason to end the host. */
function unstartable(error: unknown): Failure {
  if (error instanceof LabError) return runtimeFailure(error.code, `${error.message} next: ${error.next}`);
  return runtimeFailure("Runtime.InvalidEntrypoint", String(error));
}

export interface EnvironmentWiring {
  readonly clock: { now(): number; at(instant: number, task: () => void): { cancel(): void } };
  /** Milliseconds; ten seconds unless said otherwise. */
  readonly initLimit?: number | undefined;
  /** Where an environment waits for its turn to begin. */
  readonly turnstile: Turnstile;
  /** A process of this environment, with a session at the Runtime API. */
  start(spec: EnvironmentSpec): Promise<Life>;
  /** A new id for the X-Ray header. */
  traceId(): string;
  onFreeze(environment: ProcessEnvironment): void;
  onStop(environment: ProcessEnvironment): void;
}
