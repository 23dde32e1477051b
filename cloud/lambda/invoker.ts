import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import type { Place } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import type { Concurrency } from "./concurrency.ts";
import { IdleEnvironments } from "./environments.ts";
import type { ThrottleReason } from "./errors.ts";
import type { LambdaFact } from "./facts.ts";
import { type Finished, Host } from "./host.ts";
import { INIT } from "./latency.ts";
import type { Layers } from "./layers.ts";
import { strikeIn, timestamp } from "./log-lines.ts";
import type { LambdaPorts } from "./ports.ts";
import type { Runtime } from "./runtime/runtime.ts";
import { variablesOf } from "./variables.ts";
import type { Version } from "./version.ts";

/**
 * Runs one event on one version, now or not at all.
 *
 *     a place? -- no --> throttled
 *       | yes
 *     an environment? -- none idle --> a cold one, which takes its time
 *       | warm
 *     run, log, metrics -> frozen and kept, or gone
 */
export class Invoker {
  readonly #wiring: InvokerWiring;
  readonly #ids: Random;
  readonly #inits: Random;
  readonly #idle = new Map<Version, IdleEnvironments<Host>>();
  /** By the environment's id. */
  readonly #running = new Map<string, Run & { readonly startedAt: number }>();

  constructor(wiring: InvokerWiring) {
    this.#wiring = wiring;
    this.#ids = wiring.random.fork("environments");
    this.#inits = wiring.random.fork("inits");
  }

  async invoke(target: Target, job: Job): Promise<Answer | Throttled> {
    const { concurrency, clock } = this.#wiring;
    const granted = concurrency.acquire(clock.now(), target.name);
    if (granted !== "acquired") return this.#throttled(target, job, granted);
    try {
      return await this.#run(target, job);
    } finally {
      concurrency.release(target.name);
    }
  }

  /** Gives up a version's environments: idle ones now, busy ones when they have answered. How many were idle. */
  recycle(version: Version): number {
    const drained = this.#idle.get(version)?.drain() ?? [];
    this.#idle.delete(version);
    for (const host of drained) host.stop();
    return drained.length;
  }

  async #run(target: Target, job: Job): Promise<Answer> {
    const pool = this.#pool(target.version);
    const warm = this.#warm(pool);
    const host = warm ?? this.#start(target);
    const initDuration = warm ? undefined : await this.#init(host);
    const who = { ...whose(target, job), version: target.version.number, attempt: job.attempt };
    this.#begin(host, who, job, initDuration);
    const { requestId, payload, clientContext } = job;
    const finished = await host.run({ requestId, payload, clientContext, arn: target.arn });
    this.#end(host, who, finished, initDuration);
    // A pool that was replaced meanwhile takes nothing back: its version was changed, or its environments recycled.
    const isKept = !finished.ended && !host.isGone && this.#idle.get(target.version) === pool;
    if (isKept) pool.put(this.#wiring.clock.now(), host);
    else host.stop();
    return { ...finished, version: target.version };
  }

  #pool(version: Version): IdleEnvironments<Host> {
    let pool = this.#idle.get(version);
    if (!pool) {
      pool = new IdleEnvironments();
      this.#idle.set(version, pool);
    }
    return pool;
  }

  /** An idle environment, passing over those that have ended in their sleep. */
  #warm(pool: IdleEnvironments<Host>): Host | undefined {
    for (;;) {
      const { environment, reclaimed } = pool.take(this.#wiring.clock.now());
      for (const host of reclaimed) host.stop();
      if (!environment?.isGone) return environment;
      environment.stop();
    }
  }

  #start({ name, version }: Target): Host {
    const { clock, place, runtime, layers } = this.#wiring;
    const { settings, number, code } = version;
    const id = this.#ids.hex(32);
    const logStream = `${timestamp(clock.now()).slice(0, 10).replaceAll("-", "/")}/[${number}]${id}`;
    const spec = {
      id,
      functionName: name,
      version: number,
      runtime: settings.Runtime,
      handler: settings.Handler ?? "",
      code,
      layers: layers.codesOf(settings.Layers),
      memorySizeMb: settings.MemorySize,
      logGroup: settings.LoggingConfig.LogGroup!,
      logStream,
      variables: variablesOf(name, version, place, logStream),
      principal: { roleArn: settings.Role, sessionName: name },
    };
    return new Host({ spec, version, runtime, clock, onLine: (text) => this.#heard(id, text) });
  }

  /** Waits for a cold environment: until the code is loaded, or for as long as that takes on Lambda. */
  async #init(host: Host): Promise<number> {
    const { clock, runtime } = this.#wiring;
    const since = clock.now();
    await Promise.all([runtime.measuresInit ? undefined : clock.sleep(INIT.draw(this.#inits)), host.ready]);
    return clock.now() - since;
  }

  #begin(host: Host, who: Run, job: Job, initDuration: number | undefined): void {
    const now = this.#wiring.clock.now();
    this.#running.set(host.id, { ...who, startedAt: now });
    this.#wiring.feed.record({
      kind: "InvocationStarted",
      ...who,
      environment: host.id,
      cold: initDuration !== undefined,
      ...(initDuration !== undefined && { initDuration }),
      ...(job.age && { age: job.age() }),
      ...(job.keys && { keys: job.keys }),
    });
  }

  #end(host: Host, who: Run, finished: Finished, initDuration: number | undefined): void {
    const { outcome, errorType, errorMessage, startedAt, duration, log, memoryUsedMb, crash } = finished;
    const { settings } = host.version;
    this.#running.delete(host.id);
    log.end(this.#wiring.clock.now(), {
      duration,
      initDuration,
      memorySizeMb: settings.MemorySize,
      memoryUsedMb: Math.min(memoryUsedMb, settings.MemorySize),
      status: outcome === "timeout" ? "timeout" : undefined,
      crash,
    });
    this.#wiring.ports.log(settings.LoggingConfig.LogGroup!, host.logStream, log.events, settings.Role);
    this.#wiring.feed.record({
      kind: "InvocationEnded",
      ...who,
      environment: host.id,
      outcome,
      startedAt,
      ...(errorType !== undefined && { errorType }),
      ...(errorMessage !== undefined && { errorMessage }),
      duration,
      ...(initDuration !== undefined && { initDuration }),
    });
  }

  #throttled(target: Target, job: Job, reason: ThrottleReason): Throttled {
    this.#wiring.feed.record({ kind: "InvocationThrottled", ...whose(target, job), reason });
    return { throttled: reason };
  }

  /** Functions tell of the faults they inflict on themselves in their log. */
  #heard(environment: string, text: string): void {
    const strike = strikeIn(text);
    const who = strike && this.#running.get(environment);
    if (!strike || !who) return;
    const { function: name, resource, requestId, attempt, startedAt } = who;
    const { fault } = strike;
    this.#wiring.feed.record({ kind: "FaultStruck", function: name, resource, requestId, fault, attempt, startedAt });
  }
}

export interface InvokerWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly feed: Feed<LambdaFact>;
  readonly place: Place;
  readonly ports: Pick<LambdaPorts, "log">;
  readonly runtime: Runtime;
  readonly concurrency: Concurrency;
  readonly layers: Pick<Layers, "codesOf">;
}

/** What is to run, and how it was asked for. */
export interface Target {
  readonly name: string;
  readonly version: Version;
  /** `transform:live` */
  readonly resource: string;
  /** The ARN with the qualifier that was asked for, if one was. */
  readonly arn: string;
}

export interface Job {
  readonly requestId: string;
  readonly payload: string;
  readonly attempt: number;
  readonly clientContext?: string | undefined;
  /** Of an asynchronous event: milliseconds since it was taken, on the clock that it waits by. */
  readonly age?: () => number;
  readonly keys?: readonly string[] | undefined;
}

export interface Answer extends Finished {
  readonly version: Version;
}

export interface Throttled {
  readonly throttled: ThrottleReason;
}

/** What the facts of one run share. */
interface Run {
  readonly function: string;
  readonly resource: string;
  readonly requestId: string;
  readonly version: string;
  readonly attempt: number;
}

function whose({ name, resource }: Target, { requestId }: Job) {
  return { function: name, resource, requestId };
}
