import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { failureIn, LONGEST_ANSWER, tooLarge, valueIn } from "./answers.ts";
import type { Refusal, Session } from "./session.ts";

/**
 * The Lambda Runtime API (version 2018-06-01) for all processes of one host, on a free port of 127.0.0.1. Each process
 * finds it under a path of its own, which no other can guess from what it sees:
 *
 *     GET  /<token>/2018-06-01/runtime/invocation/next
 *     POST /<token>/2018-06-01/runtime/invocation/<request id>/response
 *     POST /<token>/2018-06-01/runtime/invocation/<request id>/error
 *     POST /<token>/2018-06-01/runtime/init/error
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #listening: Promise<void>;
  readonly #sessions = new Map<string, Session>();

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#listening = new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    // Whoever opens a session is told; a failure before that must not end the host.
    this.#listening.catch(() => {});
  }

  /** Opens a session and says where it is: `host:port/token`, the value of AWS_LAMBDA_RUNTIME_API. */
  async open(token: string, session: Session): Promise<string> {
    await this.#listening;
    this.#sessions.set(token, session);
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}/${token}`;
  }

  close(token: string): void {
    this.#sessions.delete(token);
  }

  async stop(): Promise<void> {
    await this.#listening.catch(() => {});
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const [, token = "", path = ""] = ROUTE.exec(`${request.method} ${request.url}`) ?? [];
      const session = this.#sessions.get(token);
      const isNext = path === "invocation/next";
      if (!session || isNext !== (request.method === "GET")) refuse(response, NOT_FOUND);
      else if (isNext) await next(session, request, response);
      else await told(session, path, request, response);
    } catch {
      // The process has gone in the middle of its call.
      response.destroy();
    }
  }
}

const ROUTE =
  /^(?:GET|POST) \/([0-9a-f]{32})\/2018-06-01\/runtime\/(invocation\/next|invocation\/[^/]+\/(?:response|error)|init\/error)$/;

async function next(session: Session, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const mark = Number(request.headers["chaoslab-output-mark"]);
  const given = session.next(Number.isInteger(mark) ? mark : undefined);
  if ("status" in given) return refuse(response, given);
  const { event, requestId, invokedFunctionArn, deadline, traceId, clientContext } = await given;
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Lambda-Runtime-Aws-Request-Id": requestId,
    "Lambda-Runtime-Deadline-Ms": String(deadline),
    "Lambda-Runtime-Invoked-Function-Arn": invokedFunctionArn,
    "Lambda-Runtime-Trace-Id": traceId,
    ...(clientContext !== undefined && { "Lambda-Runtime-Client-Context": inHeader(clientContext) }),
  });
  response.end(event);
}

/** JSON without characters that a header may not hold. */
function inHeader(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

async function told(session: Session, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const [what, requestId = "", kind] = path.split("/");
  const outcome = body === undefined ? tooLarge() : kind === "response" ? valueIn(body) : failureIn(body);
  const refusal =
    what === "init"
      ? session.failInit(body === undefined ? tooLarge() : failureIn(body))
      : session.end(requestId, outcome);
  if (refusal) refuse(response, refusal);
  else if (body === undefined) refuse(response, TOO_LARGE);
  else response.writeHead(202, { "Content-Type": "application/json" }).end('{"status":"OK"}\n');
}

/** The whole body, or nothing when it is longer than an answer may be; the rest of a longer one is passed over. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LONGEST_ANSWER) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= LONGEST_ANSWER ? Buffer.concat(chunks) : undefined;
}

const NOT_FOUND: Refusal = { status: 404, errorType: "NotFound", errorMessage: "404 page not found" };

const TOO_LARGE: Refusal = {
  status: 413,
  errorType: "RequestEntityTooLarge",
  errorMessage: `Exceeded maximum allowed payload size (${LONGEST_ANSWER} bytes).`,
};

function refuse(response: ServerResponse, { status, errorType, errorMessage }: Refusal): void {
  response.writeHead(status, { "Content-Type": "application/json", Connection: "close" });
  response.end(JSON.stringify({ errorMessage, errorType }));
}
