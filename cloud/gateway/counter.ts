import type { Clock } from "../kernel/clock.ts";
import type { DoorFault, DoorFaults } from "../kernel/faults.ts";
import type { Call, House, Need } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import type { Caller } from "./caller.ts";

/** Says whether a caller may do something; throws AWS's error when not. */
export interface Guard {
  check(service: string, caller: Caller, need: Need, resourcePolicy: string | undefined): void;
}

/**
 * Where operations are served, whatever language they were asked in:
 *
 *     order -> (half of the latency) -> allowed? -> fault? -> house -> fault? -> (the other half) -> output
 *
 * The work happens in the middle of the latency: a caller that gives up waiting may have had its effect.
 */
export class Counter {
  readonly #wiring: CounterWiring;
  readonly #houses: ReadonlyMap<string, House>;
  readonly #ids: Random;
  readonly #latencies = new Map<string, () => number>();

  constructor(wiring: CounterWiring) {
    this.#wiring = wiring;
    this.#houses = new Map(wiring.houses.map((house) => [house.name, house]));
    this.#ids = wiring.random.fork("gateway").fork("request ids");
  }

  house(service: string): House | undefined {
    return this.#houses.get(service);
  }

  /** S3 writes sixteen digits, the others a UUID. */
  requestId(service: string): string {
    return service === "s3" ? this.#ids.hex(16).toUpperCase() : this.#ids.uuid();
  }

  now(): number {
    return this.#wiring.clock.now();
  }

  /**
   * The output, or nothing when a fault has swallowed the answer.
   *
   * @throws AwsError in the service's words
   */
  async serve({
    house,
    operation,
    input,
    caller,
    requestId,
    visitor,
  }: Order): Promise<Record<string, unknown> | undefined> {
    const latency = this.#latencyOf(house, operation);
    // A machine's timers take a millisecond at least, so nothing is waited for without one.
    if (latency > 0) await this.#wiring.clock.sleep(latency / 2);
    const needs = house.needs(operation, input as never);
    const authorize = (need: Need) => this.#wiring.guard.check(house.name, caller, need, house.policyOf(need.resource));
    needs.forEach(authorize);
    const knock = {
      service: house.name,
      operation,
      resource: needs[0]?.resource ?? "*",
      principal: caller.principal.arn,
    };
    if ((await this.#strike("before", knock)) === "silence") return undefined;
    const output = await house.operations[operation]!(input, callOf(caller, requestId, authorize, visitor));
    if ((await this.#strike("after", knock)) === "silence") return undefined;
    if (latency > 0) await this.#wiring.clock.sleep(latency / 2);
    return output as Record<string, unknown>;
  }

  /** Lets the faults at the door strike: waits, throws, or says that no answer may leave. */
  async #strike(when: DoorFault["when"], knock: Parameters<DoorFaults["strikes"]>[1]): Promise<"silence" | undefined> {
    for (const strike of this.#wiring.faults.strikes(when, knock)) {
      if ("error" in strike) throw strike.error;
      if ("silence" in strike) return "silence";
      await this.#wiring.clock.sleep(strike.latency);
    }
    return undefined;
  }

  /** Each operation draws from its own stream, so that one more kind of call changes no other kind's latencies. */
  #latencyOf(house: House, operation: string): number {
    const name = `${house.name}:${operation}`;
    let draw = this.#latencies.get(name);
    if (!draw) {
      const stream = this.#wiring.random.fork("gateway").fork(name);
      draw = () => house.latencyOf(operation).draw(stream);
      this.#latencies.set(name, draw);
    }
    return draw() * (this.#wiring.latencyScale ?? 1);
  }
}

export interface CounterWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly houses: readonly House[];
  readonly guard: Guard;
  readonly faults: DoorFaults;
  /** 0 answers at once: over HTTP the machine is slow enough. */
  readonly latencyScale?: number;
}

/** An operation that somebody asks for. */
export interface Order {
  readonly house: House;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  readonly requestId: string;
  readonly visitor?: Visitor | undefined;
}

/** Who waits at the door. */
export interface Visitor {
  /** Aborted when they have gone. It may be made when it is first asked for, and few operations ask. */
  readonly signal?: AbortSignal | undefined;
}

function callOf(
  { principal, sourceIp, endpoint, traceHeader }: Caller,
  requestId: string,
  authorize: NonNullable<Call["authorize"]>,
  visitor: Visitor | undefined,
): Call {
  return {
    requestId,
    callerArn: principal.arn,
    callerId: principal.userId,
    sourceIp,
    endpoint,
    authorize,
    ...(traceHeader !== undefined && { traceHeader }),
    get signal() {
      return visitor?.signal;
    },
  };
}
