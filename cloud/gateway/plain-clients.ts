import type { Clock } from "../kernel/clock.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Random } from "../kernel/random.ts";
import type { Caller } from "./caller.ts";
import type { Clients } from "./clients.ts";
import type { Counter } from "./counter.ts";
import type { Gate } from "./sdk-door.ts";
import { SERVICES } from "./services.ts";

/**
 * Clients that take the SDK's commands and leave the SDK out: commands go to the counter as they are, answers come
 * back as they are. Latencies, rights, faults and facts are the same as for the SDK's clients, retries follow the same
 * rule; only the wire is missing. For sweeps over hundreds of seeds, where the SDK would be most of the work.
 */
export function plainClientsFor(caller: Caller, wiring: PlainWiring): Clients {
  const clients: Record<string, PlainClient> = {};
  for (const service of Object.keys(SERVICES)) clients[service] = new PlainClient(service, caller, wiring);
  return clients as unknown as Clients;
}

export interface PlainWiring {
  readonly counter: Counter;
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly gate?: Gate;
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Record<string, unknown>;
}

const ATTEMPTS = 3;
/** What the SDK takes for throttling, as far as services here answer it; it waits longer then. */
const THROTTLING = new Set([
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "RequestThrottled",
]);

class PlainClient {
  readonly #service: string;
  readonly #caller: Caller;
  readonly #wiring: PlainWiring;
  readonly #random: Random;

  constructor(service: string, caller: Caller, wiring: PlainWiring) {
    this.#service = service;
    this.#caller = { ...caller, endpoint: `https://${service}.${wiring.region}.amazonaws.com` };
    this.#wiring = wiring;
    this.#random = wiring.random.fork(`${service} retries`);
  }

  async send(command: Command, { abortSignal }: { abortSignal?: AbortSignal } = {}): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#try(command, abortSignal);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const throttled = THROTTLING.has(error.code);
        if (attempt === ATTEMPTS || (error.status < 500 && !throttled)) throw this.#asSdkError(error, attempt);
        await (this.#wiring.gate?.clock ?? this.#wiring.clock).sleep(
          Math.floor(this.#random.next() * (throttled ? 1000 : 50) * 2 ** (attempt - 1)),
        );
      }
    }
  }

  async #try({ constructor: { name }, input }: Command, signal: AbortSignal | undefined): Promise<unknown> {
    const { counter, gate, region } = this.#wiring;
    const house = counter.house(this.#service)!;
    const since = counter.now();
    const order = {
      house,
      operation: name.replace(/Command$/, ""),
      input: withBytes(input),
      caller: this.#caller,
      requestId: counter.requestId(this.#service),
      signal,
    };
    gate?.enter(`${this.#service}.${region}.amazonaws.com`);
    await gate?.through();
    let status = 200;
    try {
      const output = await counter.serve(order);
      if (!output) await new Promise(() => {});
      return { ...withStream(output!), $metadata: { httpStatusCode: 200, requestId: order.requestId } };
    } catch (error) {
      status = error instanceof AwsError ? error.status : 500;
      throw error;
    } finally {
      const { operation, requestId } = order;
      const latency = counter.now() - since;
      house.observe?.({
        operation,
        input: order.input,
        status,
        latency,
        requestId,
        bytesIn: sizeOf(order.input.Body),
        bytesOut: 0,
      });
      await gate?.through();
    }
  }

  /** By the name that the SDK gives to the modeled error. */
  #asSdkError({ code, message, status, fault, extra }: AwsError, attempts: number): Error {
    const name = SERVICES[this.#service]!.model.errors.get(code)?.shape ?? code;
    return Object.assign(new Error(message), {
      name,
      Code: code,
      $fault: fault,
      $metadata: { httpStatusCode: status, attempts },
      ...extra,
    });
  }
}

/** Bodies reach a house as bytes. */
function withBytes(input: Record<string, unknown>): Record<string, unknown> {
  return typeof input.Body === "string" ? { ...input, Body: Buffer.from(input.Body) } : input;
}

/** What an object's body can do in the SDK, as far as this project asks it. */
function withStream(output: Record<string, unknown>): Record<string, unknown> {
  const { Body } = output;
  if (!(Body instanceof Uint8Array)) return output;
  const stream = {
    transformToByteArray: async () => Body,
    transformToString: async () => Buffer.from(Body).toString("utf8"),
    destroy: () => {},
  };
  return { ...output, Body: stream };
}

function sizeOf(body: unknown): number {
  return body instanceof Uint8Array ? body.byteLength : 0;
}
