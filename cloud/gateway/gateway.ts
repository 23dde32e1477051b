import type { Clock } from "../kernel/clock.ts";
import { AwsError } from "../kernel/errors.ts";
import type { DoorFault, DoorFaults } from "../kernel/faults.ts";
import type { Call, House, Need } from "../kernel/house.ts";
import type { Random } from "../kernel/random.ts";
import type { Caller } from "./caller.ts";
import { sizeOf, type WireRequest, type WireResponse } from "./message.ts";
import type { Operation } from "./model.ts";
import type { Protocol, WireService } from "./protocols/protocol.ts";
import { checkRequired, unknownOperation } from "./refusals.ts";
import { protocolOf, SERVICES } from "./services.ts";

/** Says whether a caller may do something; throws AWS's error when not. */
export interface Guard {
  check(service: string, caller: Caller, need: Need, resourcePolicy: string | undefined): void;
}

/**
 * A request's way through the wire layer, the same for both doors:
 *
 *     bytes -> operation -> input -> allowed? -> fault? -> house -> fault? -> output -> bytes
 *                                 (half of the latency)   (the other half)
 *
 * The work happens in the middle of the latency: a caller that gives up waiting may have had its effect.
 */
export class Gateway {
  readonly #wiring: Wiring;
  readonly #houses: ReadonlyMap<string, House>;
  readonly #ids: Random;
  readonly #latencies = new Map<string, () => number>();

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    this.#houses = new Map(wiring.houses.map((house) => [house.name, house]));
    this.#ids = wiring.random.fork("gateway").fork("request ids");
  }

  /** The answer, or nothing when a fault has swallowed it. */
  async handle(
    name: string,
    request: WireRequest,
    caller: Caller,
    signal?: AbortSignal,
  ): Promise<WireResponse | undefined> {
    const service = SERVICES[name]!;
    const protocol = protocolOf(request, service);
    const visit: Visit = {
      service,
      protocol,
      caller,
      request,
      requestId: this.#requestId(name),
      since: this.#wiring.clock.now(),
    };
    let served: Served | undefined;
    let response: WireResponse | undefined;
    try {
      served = this.#admit(visit, signal);
      response = await this.#serve(visit, served);
    } catch (error) {
      if (!(error instanceof AwsError)) this.#wiring.onBug(error);
      response = protocol.encodeError(error instanceof AwsError ? error : internalFailure(), service, visit.requestId);
    }
    if (served && response) this.#observe(visit, served, response);
    return response;
  }

  /** Finds the operation and reads its input; nothing has happened yet. */
  #admit({ service, protocol, request, requestId, caller }: Visit, signal: AbortSignal | undefined): Served {
    const operation = protocol.operationOf(request, service);
    const house = this.#houses.get(service.name);
    const work = operation && house?.operations[operation.name];
    if (!operation || !house || !work) throw unknownOperation(service, operation?.name);
    const input = protocol.decode(request, operation, service);
    checkRequired(operation, input, service);
    const { arn, userId } = caller.principal;
    const { sourceIp, endpoint } = caller;
    const call: Call = { requestId, callerArn: arn, callerId: userId, sourceIp, endpoint, ...(signal && { signal }) };
    return { operation, house, input, run: () => work(input, call) };
  }

  async #serve(visit: Visit, { operation, house, input, run }: Served): Promise<WireResponse | undefined> {
    const { clock } = this.#wiring;
    const latency = this.#latencyOf(house, operation.name);
    await clock.sleep(latency / 2);
    const needs = house.needs(operation.name, input as never);
    for (const need of needs) this.#wiring.guard.check(house.name, visit.caller, need, house.policyOf(need.resource));
    const strike = (when: DoorFault["when"]) => this.#strike(when, visit, operation.name, needs[0]?.resource ?? "*");
    if ((await strike("before")) === "silence") return undefined;
    const output = (await run()) as Record<string, unknown>;
    if ((await strike("after")) === "silence") return undefined;
    await clock.sleep(latency / 2);
    return visit.protocol.encode(output, operation, visit.service, visit.requestId);
  }

  /** Lets the faults at the door strike: waits, throws, or says that no answer may leave. */
  async #strike(
    when: DoorFault["when"],
    visit: Visit,
    operation: string,
    resource: string,
  ): Promise<"silence" | undefined> {
    const knock = { service: visit.service.name, operation, resource, principal: visit.caller.principal.arn };
    for (const strike of this.#wiring.faults.strikes(when, knock)) {
      if ("error" in strike) throw strike.error;
      if ("silence" in strike) return "silence";
      await this.#wiring.clock.sleep(strike.latency);
    }
    return undefined;
  }

  #observe(
    { requestId, request, since }: Visit,
    { operation, house, input }: Served,
    { status, body }: WireResponse,
  ): void {
    const latency = this.#wiring.clock.now() - since;
    const bytes = { bytesIn: sizeOf(request.body), bytesOut: sizeOf(body) };
    house.observe?.({ operation: operation.name, input, status, latency, requestId, ...bytes });
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

  #requestId(service: string): string {
    return service === "s3" ? this.#ids.hex(16).toUpperCase() : this.#ids.uuid();
  }
}

export interface Wiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly houses: readonly House[];
  readonly guard: Guard;
  readonly faults: DoorFaults;
  /** 0 answers at once: over HTTP the machine is slow enough. */
  readonly latencyScale?: number;
  /** Hears of errors that no AWS service would answer: ours. */
  onBug(error: unknown): void;
}

interface Visit {
  readonly service: WireService;
  readonly protocol: Protocol;
  readonly caller: Caller;
  readonly request: WireRequest;
  readonly requestId: string;
  readonly since: number;
}

interface Served {
  readonly operation: Operation;
  readonly house: House;
  readonly input: Record<string, unknown>;
  run(): unknown;
}

/** The common error of AWS's services for what went wrong on their side. */
const internalFailure = () =>
  new AwsError(
    "InternalFailure",
    "The request processing has failed because of an unknown error, exception or failure.",
    500,
  );
