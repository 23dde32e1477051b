import type { Clock } from "../kernel/clock.ts";
import type { DoorFault, DoorFaults, Knock, Strike } from "../kernel/faults.ts";
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
  async serve(order: Order): Promise<Record<string, unknown> | undefined> {
    const { house, operation, input, caller } = order;
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
    const output = await house.operations[operation]!(input, new Visit(order, authorize));
    if ((await this.#strike("after", knock)) === "silence") return undefined;
    if (latency > 0) await this.#wiring.clock.sleep(latency / 2);
    return output as Record<string, unknown>;
  }

  /** Lets the faults at the door strike: waits, throws, or says that no answer may leave. */
  #strike(when: DoorFault["when"], knock: Knock): Promise<"silence" | undefined> | undefined {
    const strikes = this.#wiring.faults.strikes(when, knock);
    return strikes.length === 0 ? undefined : this.#suffer(strikes);
  }

  async #suffer(strikes: readonly Strike[]): Promise<"silence" | undefined> {
    for (const strike of strikes) {
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

/**
 * A caller on its way through a house. A class, because an object with a getter of its own made for every request would
 * leave a hidden class behind each time, and with it the whole request until the next full collection of garbage.
 */
class Visit implements Call {
  readonly requestId: string;
  readonly callerArn: string;
  readonly callerId: string;
  readonly sourceIp: string;
  readonly endpoint: string;
  readonly authorize: NonNullable<Call["authorize"]>;
  declare readonly traceHeader?: string;
  readonly #visitor: Visitor | undefined;

  constructor({ caller, requestId, visitor }: Order, authorize: Visit["authorize"]) {
    this.requestId = requestId;
    this.callerArn = caller.principal.arn;
    this.callerId = caller.principal.userId;
    this.sourceIp = caller.sourceIp;
    this.endpoint = caller.endpoint;
    this.authorize = authorize;
    if (caller.traceHeader !== undefined) this.traceHeader = caller.traceHeader;
    this.#visitor = visitor;
  }

  get signal(): AbortSignal | undefined {
    return this.#visitor?.signal;
  }
}
