import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError } from "../kernel/errors.ts";
import type { Caller } from "./caller.ts";
import type { Visitor } from "./counter.ts";
import type { Gateway } from "./gateway.ts";
import { writeAnswer, writeText } from "./http/answer.ts";
import { type Arrival, arrivalOf, headersOf } from "./http/arrival.ts";
import { type Attested, Authentication, type AuthenticationWiring } from "./http/authentication.ts";
import { type Body, CallerGone, NO_TRAILERS, readBody } from "./http/body.ts";
import { unpacked } from "./http/compression.ts";
import { destinationOf } from "./http/destination.ts";
import { formOf, wireOfForm } from "./http/form.ts";
import { bucketOf, isFromOurs, isOurs } from "./http/host.ts";
import { Outbox } from "./http/outbox.ts";
import { payloadOf } from "./http/payload.ts";
import { Table } from "./http/table.ts";
import type { WireRequest, WireResponse } from "./message.ts";
import { protocolOf, SERVICES } from "./services.ts";

/**
 * The door for everyone else: AWS over HTTP, on this machine only. The AWS CLI, boto3, Terraform and any SDK knock
 * here, sign as they do, and are answered as AWS answers.
 *
 *     socket -> host ours? -> which service? -> who? -> body -> signature -> gateway -> socket
 *
 * Limits: headers 16 KiB and 100 lines (431), an object's body 1 GiB, any other 70,167,211 bytes, a request five
 * minutes from its first byte to its last.
 */
export class HttpDoor {
  readonly #gateway: Gateway;
  readonly #authentication: Authentication;
  readonly #rooms: Map<string, LabHandler>;
  readonly #onBug: (error: unknown) => void;
  readonly #server: Server;
  readonly #outbox = new Outbox<ServerResponse>((error, response) => this.#hangUp(error, response));

  constructor(wiring: HttpDoorWiring) {
    this.#gateway = wiring.gateway;
    this.#authentication = new Authentication(wiring);
    this.#rooms = new Map(Object.entries(wiring.lab ?? {}));
    this.#onBug = wiring.onBug ?? (() => {});
    this.#server = createServer(LIMITS, (request, response) => this.#receive(request, response, false));
    this.#server.maxHeadersCount = 100;
    // Clients of Go keep idle connections for 90 seconds: who closes first must not be this side.
    this.#server.keepAliveTimeout = 120_000;
    this.#server.on("checkContinue", (request, response) => this.#receive(request, response, true));
  }

  /** Takes requests from now on. Port 0 chooses a free one. */
  listen(port: number, host = "127.0.0.1"): Promise<{ port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve({ port: (this.#server.address() as AddressInfo).port });
      });
    });
  }

  /** Takes no more requests, and hangs up on everybody: long polls would last for seconds. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** Lets `handler` answer everything at `/_lab/NAME` and below, which no AWS service has. */
  open(name: string, handler: LabHandler): void {
    this.#rooms.set(name, handler);
  }

  #receive(request: IncomingMessage, response: ServerResponse, waits: boolean): void {
    this.#answer(request, response, waits).catch((error) => this.#hangUp(error, response));
  }

  #hangUp(error: unknown, response: ServerResponse): void {
    if (error instanceof CallerGone) return;
    this.#onBug(error);
    response.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, waits: boolean): Promise<void> {
    // Read here once: Node's own reading would be a second one.
    const headers = headersOf(request);
    const { host, origin } = headers;
    if (!isOurs(host)) return writeText(response, 403, `This cloud is not served as ${host}.`);
    if (request.url!.startsWith(LAB)) {
      if (!isFromOurs(origin)) return writeText(response, 403, `Pages of ${origin} may not ask this cloud.`);
      return this.#askLab(request, response, waits);
    }
    const knock = new Knock(request, response, waits);
    const answer = await this.#serve(knock, headers);
    // An answer that was lost on the way never comes; the connection stays open until the caller gives up.
    if (answer) this.#outbox.put(response, () => writeAnswer(response, answer, request.method === "HEAD"));
  }

  #askLab(request: IncomingMessage, response: ServerResponse, waits: boolean): void | Promise<void> {
    const [name = ""] = request.url!.slice(LAB.length).split(/[/?]/, 1);
    const handler = this.#rooms.get(name);
    if (!handler) return writeText(response, 404, `There is nothing at ${LAB}${name}.`);
    if (waits) response.writeContinue();
    return handler(request, response);
  }

  async #serve(knock: Knock, headers: Arrival["headers"]): Promise<WireResponse | undefined> {
    let service = "s3";
    try {
      const arrival = arrivalOf(knock.request, headers);
      service = destinationOf(arrival);
      if (!SERVICES[service]) return notServed(service, arrival, this.#gateway.counter.requestId(service));
      let attested = this.#authentication.open(arrival, service);
      const body = await admit(knock, arrival, { service, attested });
      const form = service === "s3" ? formOf(arrival, body.body) : undefined;
      if (form) attested = this.#authentication.openForm(form);
      const wire = form ? wireOfForm(arrival, form) : wireOf(arrival, body, service);
      return await this.#gateway.handle(service, wire, callerOf(arrival, attested, knock.request), knock);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      knock.turnAway();
      const known = SERVICES[service]!;
      return protocolOf({ headers }, known).encodeError(error, known, this.#gateway.counter.requestId(service));
    }
  }
}

export interface HttpDoorWiring extends AuthenticationWiring {
  readonly gateway: Gateway;
  /** What answers at `/_lab/NAME`, by name. */
  readonly lab?: Readonly<Record<string, LabHandler>>;
  /** Hears of errors of ours; the caller's connection is closed. */
  onBug?(error: unknown): void;
}

/** Answers a request that is not AWS's. The host and the page's origin have been checked; nobody has signed. */
export type LabHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const LAB = "/_lab/";
const LIMITS = { maxHeaderSize: 16 * 1024, requestTimeout: 300_000, headersTimeout: 60_000, noDelay: true } as const;

/** One request at the door, with what its connection can do. */
class Knock implements Visitor {
  readonly request: IncomingMessage;
  readonly #response: ServerResponse;
  #waits: boolean;
  #gone: AbortController | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, waits: boolean) {
    this.request = request;
    this.#response = response;
    this.#waits = waits;
  }

  /** Aborted when the caller hangs up. Making one is not for nothing, so only who waits for it gets it. */
  get signal(): AbortSignal {
    if (this.#gone) return this.#gone.signal;
    const gone = new AbortController();
    this.#gone = gone;
    const response = this.#response;
    if (response.destroyed) gone.abort();
    response.once("close", () => {
      if (!response.writableFinished) gone.abort();
    });
    return gone.signal;
  }

  /** Tells a caller that waits with its body to send it. */
  goOn(): void {
    if (this.#waits) this.#response.writeContinue();
    this.#waits = false;
  }

  /** After a refusal nobody can say whether the body that was held back will still come: the connection ends. */
  turnAway(): void {
    if (this.#waits) this.#response.shouldKeepAlive = false;
  }
}

/** Reads the body and believes the signature: before the body where the headers declare it, else after. */
async function admit(
  knock: Knock,
  arrival: Arrival,
  { service, attested }: { service: string; attested: Attested },
): Promise<Body> {
  const payload = payloadOf(arrival, service, attested);
  if (payload.declared !== undefined) attested.verify(payload.declared);
  knock.goOn();
  const body = await readBody(knock.request, payload, service);
  if (payload.declared === undefined) attested.verify(body.sha256!);
  return body;
}

/** The request as the gateway knows it: the bucket in the path, no trace of how the body travelled. */
function wireOf({ method, path, query, headers }: Arrival, { body, trailers }: Body, service: string): WireRequest {
  if (service !== "s3") {
    return { method, path, query, headers, body: unpacked(body, headers["content-encoding"], service) };
  }
  const bucket = bucketOf(headers.host);
  const inBucket = bucket === undefined ? path : `/${bucket}${path}`;
  return { method, path: inBucket, query, headers: keptHeaders(headers, body, trailers), body };
}

/** Most bodies travel as they are, and their headers stay. */
function keptHeaders(headers: Arrival["headers"], body: Buffer | undefined, trailers: Body["trailers"]) {
  if (trailers === NO_TRAILERS && headers["content-encoding"] === undefined) return headers;
  const kept = Object.assign(new Table<string>(), headers, trailers);
  if (body) kept["content-length"] = String(body.length);
  const encodings = headers["content-encoding"]?.split(",").filter((name) => name.trim() !== "aws-chunked") ?? [];
  if (encodings.length > 0) kept["content-encoding"] = encodings.join(",").trim();
  else delete kept["content-encoding"];
  return kept;
}

/** Loopback counts as a secure transport: what travels there leaves no machine. */
function callerOf({ headers }: Arrival, { principal }: Attested, { socket }: IncomingMessage): Caller {
  const { "user-agent": userAgent, "x-amzn-trace-id": traceHeader } = headers;
  return {
    principal,
    sourceIp: socket.remoteAddress ?? "127.0.0.1",
    endpoint: `http://${headers.host}`,
    secure: true,
    ...(userAgent !== undefined && { userAgent }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
}

/**
 * For services that this cloud does not have, in a language that their clients speak. 501, because clients try again
 * at other codes of 500 and above.
 */
function notServed(service: string, { headers }: Arrival, requestId: string): WireResponse {
  const message = `${service} is not served here; this cloud has ${Object.keys(SERVICES).join(", ")}.`;
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const speaker = SERVICES[isForm ? "sts" : headers["x-amz-target"] === undefined ? "lambda" : "ssm"]!;
  return protocolOf({ headers }, speaker).encodeError(new AwsError("NotImplemented", message, 501), speaker, requestId);
}
