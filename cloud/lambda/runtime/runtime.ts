/**
 * Where functions run, as the house sees it: a runtime starts environments, an environment runs one event at a time.
 *
 *     start -> ready -> invoke -> freeze -> thaw -> invoke -> ... -> stop
 *
 * Which code an environment runs, and how - in this process, in a child - is the runtime's affair; when it runs, for how
 * long, and what becomes of its answer is the house's.
 */
export interface Runtime {
  start(spec: EnvironmentSpec): Environment;
  /** `ready` takes as long as init takes. Where it does not, the house lets the time pass that init takes on AWS. */
  readonly measuresInit?: boolean;
}

export interface Environment {
  /**
   * Resolves when the code is loaded. A failed init resolves too: the first invocation answers with its error. Must not
   * reject.
   */
  readonly ready: Promise<void>;
  /** Runs the handler. One at a time; must not reject: an error of the function is an outcome. */
  invoke(event: string, context: InvocationContext): Promise<Outcome>;
  /** Nothing moves in the environment from now on: timers and answers wait for `thaw`. */
  freeze(): void;
  thaw(): void;
  /** For ever: what it was doing is never heard of again. */
  stop(): void;
  /** It has ended by itself: the next event needs another one. */
  readonly isGone?: boolean;
  /** The most memory it has used, in megabytes, where somebody measures it. */
  readonly memoryUsedMb?: number | undefined;
}

/** What an environment is started with. */
export interface EnvironmentSpec {
  /** 32 hexadecimal digits, which end the name of the log stream. */
  readonly id: string;
  readonly functionName: string;
  readonly version: string;
  /** `nodejs20.x`, `python3.12` */
  readonly runtime?: string | undefined;
  readonly handler: string;
  readonly code: { readonly zip: Uint8Array; readonly sha256: string };
  /** Packages that are unpacked below /opt, later ones over earlier ones. */
  readonly layers: readonly { readonly zip: Uint8Array; readonly sha256: string }[];
  readonly memorySizeMb: number;
  readonly logGroup: string;
  readonly logStream: string;
  /** What the function finds in its environment, without credentials. */
  readonly variables: Readonly<Record<string, string>>;
  /** Who the function is when it calls AWS. */
  readonly principal: Principal;
  /** Takes a line that the function writes: through its console, which says a level, or bare. */
  write(text: string, level?: LogLevel): void;
}

export interface Principal {
  readonly roleArn: string;
  readonly sessionName: string;
}

export type LogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";

export interface InvocationContext {
  readonly requestId: string;
  readonly invokedFunctionArn: string;
  /** When the run will be cut off: milliseconds since 1970. */
  readonly deadline: number;
  /** JSON that the caller has sent beside the event; synchronous invocations only. */
  readonly clientContext?: string | undefined;
}

export type Outcome = Success | Failure;

export interface Success {
  readonly kind: "success";
  /** JSON. */
  readonly payload: string;
  readonly memoryUsedMb?: number;
}

export interface Failure {
  readonly kind: "error";
  /** JSON: errorType, errorMessage and what else the language's runtime adds. */
  readonly payload: string;
  readonly errorType: string;
  readonly errorMessage: string;
  readonly memoryUsedMb?: number;
  /** The environment has ended with the run; the next event needs another one. */
  readonly ended?: boolean;
  /** How its process ended, for the log. */
  readonly crash?: Crash;
}

export interface Crash {
  /** `Runtime.ExitError`, `Runtime.OutOfMemory` */
  readonly errorType: string;
  readonly message: string;
}
