/**
 * The faults around a handler. Which of them strike a run is decided when it starts; then, in this order:
 *
 *     latency -> timeout -> hosts denied -> exception before -> the work -> exception after -> hosts allowed
 *
 * Several may strike one run. Each strike is one line of JSON in the log, written before it takes effect, so that a
 * run that is killed by it has still said why:
 *
 *     {"chaos":"strike","fault":"latency","requestId":"...","start":1767225600000,"seed":7,"milliseconds":3521}
 */

import type { Context, Handler, World } from "../world.ts";
import { chances } from "./chance.ts";
import { type Configuration, type FaultName, faultsOf } from "./configuration.ts";
import { FaultsParameter } from "./parameter.ts";

/** How long a run that shall never answer goes on waiting after its timeout; Lambda ends it long before. */
const NEVER = 60_000;

/** The exception fault, and what a timeout fault throws where no Lambda ended the run. */
export class InjectedException extends Error {
  override readonly name = "InjectedException";
}

/** `handler` with the faults of the world's parameter. */
export function withFaults(handler: Handler, world: World): Handler {
  const parameter = new FaultsParameter(world);
  return async (event, context) => {
    const start = world.clock.now();
    const strikes = new Strikes(await parameter.current(), start, context, world);
    return strikes.around(() => handler(event, context));
  };
}

/** The faults of one run. */
class Strikes {
  readonly #configuration: Configuration;
  readonly #start: number;
  readonly #context: Context;
  readonly #world: World;
  /** The next number of each fault that strikes: how hard it does. */
  readonly #striking = new Map<FaultName, () => number>();

  constructor(configuration: Configuration, start: number, context: Context, world: World) {
    this.#configuration = configuration;
    this.#start = start;
    this.#context = context;
    this.#world = world;
    for (const fault of faultsOf(configuration)) {
      const next = chances(configuration.seed, { requestId: context.awsRequestId, start }, fault);
      if (next() < configuration[fault]!.probability) this.#striking.set(fault, next);
    }
  }

  async around(work: () => Promise<unknown>): Promise<unknown> {
    await this.#latency();
    await this.#timeout();
    const denied = this.#denyHosts();
    try {
      this.#exception("before");
      const answer = await work();
      this.#exception("after");
      return answer;
    } finally {
      if (denied) this.#world.network.deny([]);
    }
  }

  async #latency(): Promise<void> {
    const { latency } = this.#configuration;
    const next = this.#striking.get("latency");
    if (latency === undefined || next === undefined) return;
    const { minMilliseconds: min, maxMilliseconds: max } = latency;
    const milliseconds = Math.floor(min + next() * (max - min));
    this.#record("latency", { milliseconds });
    await this.#world.clock.sleep(milliseconds);
  }

  async #timeout(): Promise<void> {
    const { timeout } = this.#configuration;
    if (timeout === undefined || !this.#striking.has("timeout")) return;
    const remaining = this.#context.getRemainingTimeInMillis();
    const buffer = timeout.bufferMilliseconds;
    const milliseconds = buffer > 0 ? Math.max(0, remaining - buffer) : remaining + NEVER;
    this.#record("timeout", { milliseconds });
    await this.#world.clock.sleep(milliseconds);
    if (buffer === 0) throw new InjectedException("the run outlived its timeout");
  }

  #denyHosts(): boolean {
    const { deniedHosts } = this.#configuration;
    if (deniedHosts === undefined || !this.#striking.has("deniedHosts")) return false;
    this.#record("deniedHosts", { hosts: deniedHosts.hosts });
    this.#world.network.deny(deniedHosts.hosts);
    return true;
  }

  #exception(moment: "before" | "after"): void {
    const { exception } = this.#configuration;
    if (exception?.when !== moment || !this.#striking.has("exception")) return;
    this.#record("exception", { when: moment, message: exception.message });
    throw new InjectedException(exception.message);
  }

  #record(fault: FaultName, details: Record<string, unknown>): void {
    const { awsRequestId: requestId } = this.#context;
    const { seed } = this.#configuration;
    this.#world.log(JSON.stringify({ chaos: "strike", fault, requestId, start: this.#start, seed, ...details }));
  }
}
