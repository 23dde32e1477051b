import { AwsError } from "../kernel/errors.ts";
import type { Caller } from "./caller.ts";
import { Counter, type CounterWiring, type Order, type Visitor } from "./counter.ts";

export type { Guard } from "./counter.ts";

import { sizeOf, type WireRequest, type WireResponse } from "./message.ts";
import type { Operation } from "./model.ts";
import { crossOriginOf } from "./protocols/cross-origin.ts";
import { checkRequired, unknownOperation } from "./refusals.ts";
import { protocolOf, SERVICES } from "./services.ts";

/**
 * The wire layer, the same for both doors: reads a request by the service's model, has it served, and writes the
 * answer or the error.
 *
 *     bytes -> protocol -> operation, input -> counter -> output -> protocol -> bytes
 */
export class Gateway {
  readonly counter: Counter;
  readonly #onBug: (error: unknown) => void;

  constructor(wiring: GatewayWiring) {
    this.counter = new Counter(wiring);
    this.#onBug = wiring.onBug;
  }

  /** The answer, or nothing when a fault has swallowed it. */
  async handle(
    name: string,
    request: WireRequest,
    caller: Caller,
    visitor?: Visitor,
  ): Promise<WireResponse | undefined> {
    const service = SERVICES[name]!;
    const protocol = protocolOf(request, service);
    const since = this.counter.now();
    const requestId = this.counter.requestId(name);
    let order: Order | undefined;
    let response: WireResponse | undefined;
    try {
      const operation = protocol.operationOf(request, service);
      order = this.#order(name, operation, () => protocol.decode(request, operation!, service), {
        caller,
        requestId,
        visitor,
      });
      const output = await this.counter.serve(order);
      response = output && protocol.encode(output, operation!, service, requestId);
    } catch (error) {
      response = protocol.encodeError(this.#asAwsError(error), service, requestId);
    }
    if (order && response) {
      const headers = order.house.headersOf?.(order.operation, order.input, crossOriginOf(request));
      if (headers) Object.assign(response.headers, headers);
      this.#observe(order, request, response, since);
    }
    return response;
  }

  /** The order a request makes; nothing has happened yet. */
  #order(
    name: string,
    operation: Operation | undefined,
    decode: () => Record<string, unknown>,
    visit: Pick<Order, "caller" | "requestId" | "visitor">,
  ): Order {
    const service = SERVICES[name]!;
    const house = this.counter.house(name);
    if (!operation || !house?.operations[operation.name]) throw unknownOperation(service, operation?.name);
    const input = decode();
    checkRequired(operation, input, service);
    return { house, operation: operation.name, input, ...visit };
  }

  #observe(
    { house, operation, input, requestId }: Order,
    request: WireRequest,
    { status, body }: WireResponse,
    since: number,
  ) {
    const latency = this.counter.now() - since;
    house.observe?.({
      operation,
      input,
      status,
      latency,
      requestId,
      bytesIn: sizeOf(request.body),
      bytesOut: sizeOf(body),
    });
  }

  /** What no AWS service would answer is ours, and is told to whoever listens for bugs. */
  #asAwsError(error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    this.#onBug(error);
    return internalFailure();
  }
}

export interface GatewayWiring extends CounterWiring {
  /** Hears of errors that no AWS service would answer: ours. */
  onBug(error: unknown): void;
}

/** The common error of AWS's services for what went wrong on their side. */
const internalFailure = () =>
  new AwsError(
    "InternalFailure",
    "The request processing has failed because of an unknown error, exception or failure.",
    500,
  );
