import { Readable } from "node:stream";
import type { Activity } from "../kernel/activity.ts";
import type { Caller } from "./caller.ts";
import type { Gateway } from "./gateway.ts";
import type { WireRequest, WireResponse } from "./message.ts";

/**
 * The door for SDK clients in this process: a request handler that hands requests to the gateway without a socket.
 * While a request is inside the cloud its client sleeps, so it counts as idle; while the client itself reads and
 * writes, it counts as busy (see `clients.ts`, which counts whole calls).
 */
export class SdkDoor {
  readonly metadata = { handlerProtocol: "in-process" };
  readonly #wiring: DoorWiring;
  #caller: Caller | undefined;

  constructor(wiring: DoorWiring) {
    this.#wiring = wiring;
  }

  async handle(request: SdkRequest, options: { abortSignal?: AbortSignal } = {}): Promise<{ response: SdkResponse }> {
    const { activity } = this.#wiring;
    const wire = wireOf(request);
    activity.leave();
    try {
      return await unlessAborted(this.#answer(request.hostname, wire, options.abortSignal), options.abortSignal);
    } finally {
      activity.enter();
    }
  }

  async #answer(
    hostname: string,
    wire: WireRequest,
    signal: AbortSignal | undefined,
  ): Promise<{ response: SdkResponse }> {
    const { gateway, service, gate } = this.#wiring;
    gate?.enter(hostname);
    await gate?.through();
    const response = await gateway.handle(service, wire, this.#callerAt(hostname), { signal });
    // A reply that was lost never comes: the call sleeps until its caller gives up, and keeps no time from passing.
    if (!response) return await new Promise(() => {});
    await gate?.through();
    return { response: sdkResponse(response, isStreamed(service, wire)) };
  }

  /** The caller, with the host the client has chosen: services write their own URLs with it. */
  #callerAt(hostname: string): Caller {
    if (this.#caller?.endpoint !== `https://${hostname}`) {
      this.#caller = { ...this.#wiring.caller, endpoint: `https://${hostname}` };
    }
    return this.#caller;
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {}
}

export interface DoorWiring {
  readonly gateway: Gateway;
  readonly activity: Activity;
  readonly service: string;
  readonly caller: Caller;
  /** Stands before the door of a Lambda environment: refuses denied hosts, and holds answers while it is frozen. */
  readonly gate?: Gate;
}

export interface Gate {
  /** Throws what a client sees when the host cannot be reached. */
  enter(host: string): void;
  /** Resolves when a request may leave, or an answer come in. */
  through(): Promise<void>;
  /** Time as the environment's code knows it: nobody in there is woken while it is frozen. */
  readonly clock?: { now(): number; sleep(milliseconds: number): Promise<void> };
}

/** What the SDK's HTTP layer hands over (`HttpRequest` of @smithy/core). */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Record<string, string | readonly string[] | null>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

function wireOf({ method, path, query, headers, body }: SdkRequest): WireRequest {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name]!;
  return { method, path, query: plainQuery(query), headers: lower, body: bodyOf(body) };
}

/** A caller that gives up hears no more of its request, which goes on; the words are those of Node's HTTP handler. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(Object.assign(new Error("Request aborted"), { name: "AbortError" }));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function plainQuery(query: SdkRequest["query"]): WireRequest["query"] {
  const plain: Record<string, string | readonly string[]> = {};
  for (const name in query) plain[name] = query[name] ?? "";
  return plain;
}

function bodyOf(body: unknown): Uint8Array | string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new TypeError("in-process requests carry bodies as text or bytes, not as streams");
}

/** Only a member that the model streams wants a stream; the SDK reads everything else from bytes, which is cheaper. */
function isStreamed(service: string, { method, query }: WireRequest): boolean {
  return service === "s3" && method === "GET" && query["x-id"] === "GetObject";
}

function sdkResponse({ status, headers, body }: WireResponse, streamed: boolean): SdkResponse {
  const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
  return { statusCode: status, headers, body: streamed ? streamOf(bytes) : bytes };
}

function streamOf(bytes: Uint8Array): Readable {
  const stream = new Readable({ read() {} });
  if (bytes.byteLength > 0) stream.push(bytes);
  stream.push(null);
  return stream;
}
