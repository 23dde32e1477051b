import type { IncomingMessage } from "node:http";
import type { Cloud } from "../../cloud/cloud.ts";
import { CallerGone } from "../../cloud/gateway/http/body.ts";
import type { LabHandler } from "../../cloud/gateway/http-door.ts";
import type { Clock } from "../../cloud/kernel/clock.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import type { FaultBoard } from "./board.ts";
import { faultIn, type Names, namesIn } from "./form.ts";

/** Where faults are asked for, on whatever door. */
export const AT = "/_lab/faults";

/**
 * Everything at and below `/_lab/faults`. Pages from elsewhere cannot ask: the door has looked at the host and the
 * origin, changes are told in a type that browsers send to nobody unasked, and a browser says on whose behalf it asks.
 *
 *     GET /_lab/faults          in force, and ended     POST    one more, its id is chosen     DELETE   all of them
 *     GET /_lab/faults/ID       one                     PUT     one, or in its place           DELETE   one
 */
export function faultsHandler(cloud: Cloud, board: FaultBoard, clock: Clock): LabHandler {
  const names = namesIn(cloud);
  return async (request, response) => {
    const answer = await answerTo(request, { board, names, clock }).catch((error) => {
      if (!(error instanceof LabError)) throw error;
      return refusal(error);
    });
    const body = Buffer.from(`${JSON.stringify(answer.body)}\n`);
    const headers = { ...HEADERS, ...answer.headers, "content-length": body.length };
    // What is left of a body that nobody wanted would be read as the next request.
    if (!request.complete) response.shouldKeepAlive = false;
    response.writeHead(answer.status, headers).end(request.method === "HEAD" ? undefined : body);
  };
}

interface Desk {
  readonly board: FaultBoard;
  readonly names: Names;
  readonly clock: Clock;
}

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
};

async function answerTo(request: IncomingMessage, desk: Desk): Promise<Answer> {
  if (isFromElsewhere(request)) throw refuse(403, "LAB_PAGE_FROM_ELSEWHERE", "A page from elsewhere may not ask.");
  const id = idIn(request.url!);
  const method = request.method === "HEAD" ? "GET" : request.method!;
  const deeds = id === undefined ? ofAll(request, desk) : ofOne(request, desk, id);
  const deed = Object.hasOwn(deeds, method) ? deeds[method] : undefined;
  if (deed) return await deed();
  const allow = ["HEAD", ...Object.keys(deeds)].sort().join(", ");
  const path = id === undefined ? AT : `${AT}/${id}`;
  throw refuse(405, "LAB_METHOD", `${path} does not know ${method}.`, `It knows ${allow}.`, { allow });
}

type Deeds = Readonly<Record<string, () => Promise<Answer>>>;

function ofAll(request: IncomingMessage, { board, names, clock }: Desk): Deeds {
  return {
    GET: async () => ({ status: 200, body: { faults: board.inForce, ended: board.ended } }),
    POST: async () => {
      const fault = faultIn(await jsonIn(request), names, clock.now());
      checkRoom(board);
      const body = board.put(board.freeId(), fault);
      return { status: 201, body, headers: { location: `${AT}/${body.id}` } };
    },
    DELETE: async () => ({ status: 200, body: { ended: board.inForce.flatMap(({ id }) => board.remove(id) ?? []) } }),
  };
}

function ofOne(request: IncomingMessage, { board, names, clock }: Desk, id: string): Deeds {
  return {
    GET: async () => ({ status: 200, body: board.find(id) ?? nobody(board, id) }),
    PUT: async () => {
      const fault = faultIn(await jsonIn(request), names, clock.now());
      const isNew = !board.isInForce(id);
      if (isNew) checkRoom(board);
      const body = board.put(id, fault);
      return { status: isNew ? 201 : 200, body, ...(isNew && { headers: { location: `${AT}/${id}` } }) };
    },
    DELETE: async () => ({ status: 200, body: board.remove(id) ?? nobody(board, id) }),
  };
}

/** Every request looks at every fault. */
const MOST = 1000;

function checkRoom({ inForce }: FaultBoard): void {
  if (inForce.length < MOST) return;
  throw refuse(409, "LAB_TOO_MANY_FAULTS", `${MOST} faults are in force already.`, `End some: DELETE ${AT}/ID`);
}

/** `/_lab/faults/fault-1?x` -> `fault-1` */
function idIn(url: string): string | undefined {
  const path = url.split("?", 1)[0]!.slice(AT.length).replace(/^\//, "");
  if (path === "") return undefined;
  if (/^[\w.-]{1,128}$/.test(path)) return path;
  throw refuse(
    404,
    "LAB_FAULT_ID",
    `${path.slice(0, 200)} is no id of a fault.`,
    "Ids have 1 to 128 of A-Z a-z 0-9 . _ -",
  );
}

function nobody({ inForce }: FaultBoard, id: string): never {
  const ids = inForce.map((fault) => fault.id);
  const known = ids.length > 0 ? `In force: ${ids.slice(0, 10).join(", ")}` : "No fault is in force.";
  throw refuse(404, "LAB_FAULT_UNKNOWN", `No fault ${id} is in force.`, known);
}

/** Bytes; a fault takes some hundreds. */
const LONGEST = 64 * 1024;

async function jsonIn(request: IncomingMessage): Promise<unknown> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  if (type.trim().toLowerCase() !== "application/json") {
    const next = 'Say so: curl -H "content-type: application/json"';
    throw refuse(415, "LAB_CONTENT_TYPE", `The body is ${type || "of no type"}, expected application/json.`, next);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > LONGEST) throw refuse(413, "LAB_BODY_TOO_LONG", `The body is longer than ${LONGEST} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof LabError ? error : new CallerGone();
  }
  const text = Buffer.concat(chunks).toString();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(400, "LAB_NO_JSON", `The body is no JSON: ${(error as Error).message}`);
  }
}

/** Browsers say so; what is no browser says nothing. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

/** An error with the status of its answer. */
class Refusal extends LabError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: LabError, headers: Refusal["headers"]) {
    super(error.code, error.message, error.next);
    this.status = status;
    this.headers = headers;
  }
}

function refuse(
  status: number,
  code: string,
  message: string,
  next = "docs/faults-over-http.md tells how.",
  headers = {},
) {
  return new Refusal(status, new LabError(code, message, next), headers);
}

function refusal(error: LabError): Answer {
  const { code, message, next } = error;
  const { status, headers } = error instanceof Refusal ? error : { status: 400, headers: {} };
  return { status, body: { code, message, next }, headers };
}
