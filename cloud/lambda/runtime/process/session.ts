import type { Failure, Outcome } from "../runtime.ts";

/**
 * One process as the Runtime API knows it: which of the calls it may make now, and what it has said.
 *
 *     Init --next--> Ready --run--> Running --response, error--> Answered --next--> Ready
 *       '--init error--> Failed
 *
 * A run is over when the process asks for the next event, not when it has answered: until then it may still be writing.
 */
export class Session {
  #state: "Init" | "Ready" | "Running" | "Answered" | "Failed" = "Init";
  #invocation: Invocation | undefined;
  #answer: Outcome | undefined;
  /** Hands the next event to the process, which is waiting for it. */
  #give: ((invocation: Invocation) => void) | undefined;
  #onIdle: ((mark: number | undefined) => void) | undefined;
  #idleBefore: { readonly mark: number | undefined } | undefined;

  /** What the process has answered, in the run or in its init. */
  get answer(): Outcome | undefined {
    return this.#answer;
  }

  get isInit(): boolean {
    return this.#state === "Init" || this.#state === "Failed";
  }

  /** Resolves when the process asks for an event: with the mark that its output has reached before. */
  idle(): Promise<number | undefined> {
    const before = this.#idleBefore;
    this.#idleBefore = undefined;
    if (before) return Promise.resolve(before.mark);
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  /** Gives the process an event; it must be idle. */
  run(invocation: Invocation): void {
    this.#state = "Running";
    this.#invocation = invocation;
    this.#answer = undefined;
    this.#give?.(invocation);
    this.#give = undefined;
  }

  /** The process asks for an event. Resolves when there is one. */
  next(mark: number | undefined): Promise<Invocation> | Refusal {
    if (this.#state !== "Init" && this.#state !== "Answered") return this.#refuse("Ready");
    this.#state = "Ready";
    const given = new Promise<Invocation>((resolve) => {
      this.#give = resolve;
    });
    if (this.#onIdle) this.#onIdle(mark);
    else this.#idleBefore = { mark };
    this.#onIdle = undefined;
    return given;
  }

  /** The process answers an event, or says that it failed. */
  end(requestId: string, outcome: Outcome): Refusal | undefined {
    const named = outcome.kind === "success" ? "InvocationResponse" : "InvocationErrorResponse";
    if (this.#state !== "Running") return this.#refuse(named);
    if (requestId !== this.#invocation?.requestId) return INVALID_REQUEST_ID;
    this.#state = "Answered";
    this.#answer = outcome;
    return undefined;
  }

  /** The process says that it could not begin. */
  failInit(failure: Failure): Refusal | undefined {
    if (this.#state !== "Init") return this.#refuse("InitError");
    this.#state = "Failed";
    this.#answer = failure;
    return undefined;
  }

  #refuse(wanted: string): Refusal {
    const errorMessage = `State transition from ${this.#state} to ${wanted} failed for runtime. Error: State transition is not allowed`;
    return { status: 403, errorType: "InvalidStateTransition", errorMessage };
  }
}

/** An event on its way to a process. */
export interface Invocation {
  readonly event: string;
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly traceId: string;
  readonly clientContext?: string | undefined;
}

/** What the Runtime API says to a call that it does not take; status and names are those of Lambda's own emulator. */
export interface Refusal {
  readonly status: number;
  readonly errorType: string;
  readonly errorMessage: string;
}

const INVALID_REQUEST_ID: Refusal = {
  status: 400,
  errorType: "InvalidRequestID",
  errorMessage: "Invalid request ID",
};
