import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../../kernel/clock.ts";
import type { Random } from "../../../kernel/random.ts";
import type { Environment, EnvironmentSpec, Principal, Runtime } from "../runtime.ts";
import { Child } from "./child.ts";
import { ProcessEnvironment } from "./environment.ts";
import { commandFor } from "./interpreter.ts";
import { Life } from "./life.ts";
import { RuntimeApi } from "./runtime-api.ts";
import { Session } from "./session.ts";
import { TaskFolders } from "./task-folders.ts";
import { Turnstile } from "./turnstile.ts";
import { Warden } from "./warden.ts";

/**
 * Runs functions as Lambda does, each environment in a process of its own, on the machine's time.
 *
 *     environment -> node or python3, a bootstrap of ours <--Runtime API, loopback HTTP--> host
 *                       `-- handler --SDK, AWS_ENDPOINT_URL--> the cloud's HTTP door
 *
 * Whatever a handler does - hang, loop, exit, abort, exhaust memory, be killed, write without end - ends with its
 * process and touches neither the host nor a neighbour. It is no jail, though: a process has the rights of the user who
 * runs the host, may reach the network and the disk, and a function that starts processes without end is not stopped.
 *
 * Other than on Lambda: Node is the host's own, whatever Runtime says, and Python the machine's (interpreter.ts); there are no extensions; `/opt` is the folder that `CHAOSLAB_OPT` names,
 * where Node and Python find the layers' modules; `/tmp` is
 * the folder that `os.tmpdir()` names; memory is looked at every 20 ms, so that a short peak may pass unseen.
 */
export class ProcessRuntime implements Runtime {
  readonly measuresInit = true;
  readonly #wiring: ProcessRuntimeWiring;
  readonly #tokens: Random;
  readonly #traces: Random;
  readonly #turnstile: Turnstile;
  readonly #api = new RuntimeApi();
  readonly #folders = new TaskFolders();
  readonly #warden = new Warden(this.#folders.base);
  readonly #environments = new Set<ProcessEnvironment>();
  readonly #lives = new Set<{ readonly child: Child }>();
  #isStopped = false;

  constructor(wiring: ProcessRuntimeWiring) {
    this.#wiring = wiring;
    this.#turnstile = new Turnstile(wiring.beginAtOnce ?? BEGIN_AT_ONCE);
    const random = wiring.random.fork("process runtime");
    this.#tokens = random.fork("tokens");
    this.#traces = random.fork("traces");
  }

  start(spec: EnvironmentSpec): Environment {
    const environment = new ProcessEnvironment(spec, {
      clock: this.#wiring.clock,
      initLimit: this.#wiring.initLimit,
      turnstile: this.#turnstile,
      start: (of) => this.#live(of),
      traceId: () => this.#traceId(),
      onFreeze: (frozen) => this.#rest(frozen),
      onStop: (stopped) => void this.#environments.delete(stopped),
    });
    this.#environments.add(environment);
    return environment;
  }

  /** The processes that live now, by pid. */
  pids(): number[] {
    return [...this.#lives].flatMap(({ child }) => child.pid ?? []);
  }

  /** Ends every process, waits until they have gone, and removes what they left. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const environment of [...this.#environments]) environment.stop();
    await Promise.all([...this.#lives].map(({ child }) => child.exited));
    await this.#api.stop();
    this.#folders.remove();
    this.#warden.end();
  }

  async #live(spec: EnvironmentSpec): Promise<Life> {
    if (this.#isStopped) throw new Error("the host has ended");
    const command = commandFor(spec.runtime, spec.memorySizeMb);
    const folder = this.#folders.taskOf(spec.code);
    const opt = this.#folders.optOf(spec.layers);
    const [token, session] = [this.#tokens.hex(32), new Session()];
    const runtimeApi = await this.#api.open(token, session);
    const temporary = this.#folders.temporary(token);
    const child = new Child({
      clock: this.#wiring.clock,
      warden: this.#warden,
      command,
      memorySizeMb: spec.memorySizeMb,
      folder,
      variables: this.#variables(spec, { folder, opt, temporary, runtimeApi }),
      write: spec.write,
    });
    const entry = { child };
    this.#lives.add(entry);
    return new Life(child, session, () => {
      this.#lives.delete(entry);
      this.#api.close(token);
      this.#folders.removeTemporary(temporary);
    });
  }

  /** Everything the process finds in its environment: nothing of it is the host's. */
  #variables(spec: EnvironmentSpec, { folder, opt, temporary, runtimeApi }: Whereabouts): Record<string, string> {
    const credentials = this.#wiring.credentialsFor(spec.principal);
    return {
      ...spec.variables,
      ...(credentials && {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
      }),
      AWS_ENDPOINT_URL: spec.variables.AWS_ENDPOINT_URL ?? this.#wiring.endpoint(),
      AWS_LAMBDA_RUNTIME_API: runtimeApi,
      // Lambda's runtimes are newer than the host may be; the SDK's advice would stand in every log.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      LAMBDA_TASK_ROOT: folder,
      LAMBDA_RUNTIME_DIR: fileURLToPath(new URL("./bootstrap", import.meta.url)),
      CHAOSLAB_OPT: opt,
      NODE_PATH: `${opt}/nodejs/node${process.versions.node.split(".")[0]}/node_modules:${opt}/nodejs/node_modules:${this.#folders.modules}`,
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin:${opt}/bin`,
      PWD: folder,
      SHLVL: "0",
      TMPDIR: temporary,
    };
  }

  /**
   * Those that came to rest last stand last; when too many rest, the one that has rested for longest is given up. Those
   * at work do not count: to take rest from others because many are wanted would have each event wait for a new process.
   */
  #rest(environment: ProcessEnvironment): void {
    if (this.#environments.delete(environment)) this.#environments.add(environment);
    const resting = [...this.#environments].filter(({ isFrozen }) => isFrozen);
    if (resting.length > (this.#wiring.most ?? MOST)) resting[0]!.stop();
  }

  /** The form of X-Ray's header; nothing is ever sampled. */
  #traceId(): string {
    const traces = this.#traces;
    return `Root=1-${traces.hex(8)}-${traces.hex(24)};Parent=${traces.hex(16)};Sampled=0`;
  }
}

/** Two for each processor: one computes while the other waits for the disk. */
const BEGIN_AT_ONCE = 2 * availableParallelism();

/** Processes that are kept at rest; those that run are bounded by Lambda's concurrency. */
const MOST = 32;

interface Whereabouts {
  readonly folder: string;
  readonly opt: string;
  readonly temporary: string;
  readonly runtimeApi: string;
}

export interface ProcessRuntimeWiring {
  /** The machine's own time. */
  readonly clock: Clock;
  readonly random: Random;
  /** Where the cloud answers HTTP, for AWS_ENDPOINT_URL; asked when a process starts. */
  endpoint(): string;
  /** Credentials of the function's role; nothing when there is no such role. */
  credentialsFor(principal: Principal): RoleCredentials | undefined;
  /** Processes that may be kept at rest, 32 unless said otherwise. */
  readonly most?: number;
  /** Processes that may be in their init at once; two for each processor unless said otherwise. */
  readonly beginAtOnce?: number;
  /** Milliseconds that init may take before it is begun anew; ten seconds unless said otherwise. */
  readonly initLimit?: number;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}
