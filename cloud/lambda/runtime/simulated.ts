import { LabError } from "../../kernel/errors.ts";
import { Bundle } from "./bundle.ts";
import { Gate, type GateClock } from "./gate.ts";
import { errorLine, failureOf, runtimeFailure } from "./node-error.ts";
import { type Culprit, entered, watchRejections } from "./rejections.ts";
import type { Environment, EnvironmentSpec, Failure, InvocationContext, Outcome, Runtime } from "./runtime.ts";
import { type ClientsFor, scopeOf, worldOf } from "./world.ts";

/**
 * Runs functions in this process, on the lab's time: the deployed bundle, wired to the embedded cloud.
 *
 *     zip -> compiled once -> evaluated for each environment -> create(world) -> { handler }
 *
 * A bundle must export `create(world)`: a plain `handler` would make its own clients and live on the machine's time, and
 * is refused. Limits: the code is trusted (it shares our process); it must not hang, since nothing can interrupt it; and
 * work that leaves the microtask queue without passing the world (thread pool, timers of its own) is not simulated time.
 */
export class SimulatedRuntime implements Runtime {
  readonly #clock: GateClock;
  readonly #clientsFor: ClientsFor;
  readonly #bundles = new Map<string, Bundle>();

  constructor(wiring: { readonly clock: GateClock; readonly clientsFor: ClientsFor }) {
    this.#clock = wiring.clock;
    this.#clientsFor = wiring.clientsFor;
    watchRejections();
  }

  start(spec: EnvironmentSpec): Environment {
    return new SimulatedEnvironment(spec, this.#clock, this.#clientsFor, () => this.#bundle(spec.code));
  }

  #bundle({ zip, sha256 }: EnvironmentSpec["code"]): Bundle {
    let bundle = this.#bundles.get(sha256);
    if (!bundle) {
      bundle = new Bundle(zip);
      this.#bundles.set(sha256, bundle);
    }
    return bundle;
  }
}

type Handler = (event: unknown, context: object) => unknown;

class SimulatedEnvironment implements Environment, Culprit {
  readonly ready = Promise.resolve();
  readonly #spec: EnvironmentSpec;
  readonly #gate: Gate;
  readonly #handler: Handler | Failure;
  /** Ends the run that is going on. */
  #end: ((outcome: Outcome) => void) | undefined;
  /** What killed the process. */
  #doom: Failure | undefined;
  #stopped = false;

  constructor(spec: EnvironmentSpec, clock: GateClock, clientsFor: ClientsFor, bundle: () => Bundle) {
    this.#spec = spec;
    this.#gate = new Gate(clock, () => entered(this));
    this.#handler = this.#load(bundle, clientsFor);
  }

  invoke(event: string, context: InvocationContext): Promise<Outcome> {
    return new Promise((resolve) => {
      if (this.#doom) return resolve(this.#doom);
      if (typeof this.#handler !== "function") return resolve(this.#handler);
      this.#end = resolve;
      void this.#run(this.#handler, event, context).then(resolve);
    });
  }

  freeze(): void {
    this.#end = undefined;
    this.#gate.freeze();
  }

  thaw(): void {
    this.#gate.thaw();
  }

  stop(): void {
    this.#stopped = true;
    this.#end = undefined;
    this.#gate.close();
  }

  /** A rejection that nobody handles ends the process: the run fails, or the next one if none is going on. */
  crash(reason: unknown): void {
    if (this.#doom || this.#stopped) return;
    this.#spec.write(errorLine("Unhandled Promise Rejection", reason), "ERROR");
    this.#doom = runtimeFailure("Runtime.UnhandledPromiseRejection", String(reason));
    this.#gate.close();
    this.#end?.(this.#doom);
  }

  async #run(handler: Handler, event: string, context: InvocationContext): Promise<Outcome> {
    try {
      entered(this);
      const answer = await handler(JSON.parse(event), this.#contextOf(context));
      return { kind: "success", payload: textOf(answer) };
    } catch (error) {
      this.#spec.write(errorLine("Invoke Error", error), "ERROR");
      return failureOf(error);
    }
  }

  /** Init: evaluates the module and asks it for its handler. What fails here fails the first run. */
  #load(bundle: () => Bundle, clientsFor: ClientsFor): Handler | Failure {
    const [, path, name] = /^(.*?[^/.]+)\.(.+)$/.exec(this.#spec.handler) ?? [];
    if (path === undefined) return runtimeFailure("Runtime.MalformedHandlerName", "Bad handler");
    try {
      entered(this);
      const module = bundle().load(path, scopeOf(this.#spec)) as Record<string, unknown>;
      if (typeof module.create !== "function") return withoutCreate(module, path, name!);
      const made = module.create(worldOf(this.#spec, this.#gate, clientsFor, this)) as Record<string, unknown>;
      if (typeof made?.[name!] === "function") return made[name!] as Handler;
      return runtimeFailure("Runtime.HandlerNotFound", `${path}.create(world).${name} is undefined or not a function`);
    } catch (error) {
      return initFailure(error);
    }
  }

  /** The context object of Lambda's Node runtime. */
  #contextOf({ requestId, invokedFunctionArn, deadline, clientContext }: InvocationContext): object {
    const { functionName, version, memorySizeMb, logGroup, logStream } = this.#spec;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName,
      functionVersion: version,
      memoryLimitInMB: String(memorySizeMb),
      logGroupName: logGroup,
      logStreamName: logStream,
      clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
      invokedFunctionArn,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - this.#gate.clock.now())),
    };
  }
}

function textOf(answer: unknown): string {
  try {
    return JSON.stringify(answer) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body"); // the runtime's words
  }
}

function withoutCreate(module: Record<string, unknown>, path: string, name: string): Failure {
  if (typeof module[name] !== "function") {
    return runtimeFailure("Runtime.HandlerNotFound", `${path}.${name} is undefined or not exported`);
  }
  const error = new LabError(
    "LAB_MACHINE_TIME",
    `${path} exports ${name} but no create(world): on its own it would live on the machine's time.`,
    `Export create(world) that answers with { ${name} }, or use a runtime with processes.`,
  );
  return runtimeFailure(error.code, `${error.message} next: ${error.next}`);
}

/** The names and texts of Lambda's Node runtime for code that cannot be loaded. */
function initFailure(error: unknown): Failure {
  if (error instanceof SyntaxError)
    return runtimeFailure("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
  if ((error as { code?: unknown })?.code === "MODULE_NOT_FOUND") {
    return runtimeFailure("Runtime.ImportModuleError", `Error: ${firstLines(error as Error)}`);
  }
  return failureOf(error, true);
}

/** Node names every module that asked; only those of the package are the function's. */
function firstLines(error: Error): string {
  return error.message
    .split("\n")
    .filter((line) => !line.startsWith("- ") || line.includes("/var/task"))
    .join("\n");
}
