import type { WireRequest } from "../message.ts";
import type { Operation, ServiceModel } from "../model.ts";
import type { Member, Shape } from "../shape.ts";
import { invalidUri, serializationError } from "./malformed.ts";
import { readTime, writeTime } from "./time.ts";

/** What REST services bind to the path, the query, headers and the status: routing, reading and writing. */

interface Route {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  readonly literals: readonly (readonly [name: string, value: string])[];
  /** Query names and headers that the operation cannot do without; they tell PutObject from UploadPart. */
  readonly needed: readonly (readonly ["query" | "header", string])[];
}

/** An operation about a bucket, or about something in one: its path begins behind the bucket's name. */
type Kind = "plain" | "bucket";

const routes = new WeakMap<ServiceModel, Map<string, Route[]>>();

/** The operation whose method and path fit, the one with the most query names and headers of its own first. */
export function route(model: ServiceModel, request: WireRequest, kind: Kind = "plain"): Operation | undefined {
  for (const candidate of routesOf(model).get(`${kind} ${request.method}`) ?? []) {
    if (isAsked(candidate, request) && candidate.pattern.test(request.path)) return candidate.operation;
  }
  return undefined;
}

function isAsked({ literals, needed }: Route, { query, headers }: WireRequest): boolean {
  return (
    literals.every(([name, value]) => query[name] !== undefined && (value === "" || query[name] === value)) &&
    needed.every(([where, name]) => (where === "query" ? query : headers)[name] !== undefined)
  );
}

function routesOf(model: ServiceModel): Map<string, Route[]> {
  let known = routes.get(model);
  if (known) return known;
  known = new Map();
  for (const operation of model.operations.values()) {
    if (!operation.http) continue;
    const kind: Kind = operation.input.member("Bucket") ? "bucket" : "plain";
    const name = `${kind} ${operation.http.method}`;
    known.set(name, [...(known.get(name) ?? []), routeOf(operation)]);
  }
  for (const list of known.values()) list.sort((a, b) => weight(b) - weight(a));
  routes.set(model, known);
  return known;
}

const weight = ({ literals, needed, labels }: Route) => 10 * (literals.length + needed.length) - labels.length;

function routeOf(operation: Operation): Route {
  const { pattern, labels } = compile(operation.http!.path);
  const literals = operation.http!.query.map((literal) => [...literal.split("="), ""].slice(0, 2) as [string, string]);
  const needed = operation.input.members.flatMap(({ required, place }) =>
    required && (place.in === "query" || place.in === "header") ? [[place.in, place.name] as const] : [],
  );
  return { operation, pattern, labels, literals, needed };
}

const compiled = new Map<string, { pattern: RegExp; labels: string[] }>();

/** `/functions/{FunctionName}/aliases/{Name}`; a label with `+` takes slashes too. */
function compile(path: string) {
  const known = compiled.get(path);
  if (known) return known;
  const labels: string[] = [];
  const source = path.replace(/[.*?^$()|[\]\\]/g, "\\$&").replace(/\{([^}]+)\}/g, (_, label: string) => {
    labels.push(label.replace("+", ""));
    return label.endsWith("+") ? "(.+)" : "([^/]+)";
  });
  const result = { pattern: new RegExp(`^${source.replace(/\/$/, "")}/?$`, "s"), labels };
  compiled.set(path, result);
  return result;
}

/** The members that came in path, query and headers. */
export function readBindings(request: WireRequest, operation: Operation): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const { pattern, labels } = compile(operation.http!.path);
  const found = pattern.exec(request.path);
  labels.forEach((label, i) => {
    const shape = operation.input.member(label)?.shape ?? { type: "string" };
    value[label] = readText(shape, decodePath(found?.[i + 1] ?? ""));
  });
  const { headers, query, prefixes } = bindingsOf(operation.input.members);
  for (const name in request.headers) {
    const member = headers.get(name);
    if (member) value[member.name] = readText(member.shape, listed(member.shape, request.headers[name]!));
  }
  for (const name in request.query) {
    const member = query.get(name);
    if (member) value[member.name] = readText(member.shape, request.query[name]!);
  }
  for (const [prefix, { name }] of prefixes) value[name] = prefixed(request.headers, prefix);
  return value;
}

/** The members that travel in headers and the query, by the names they have there; and those in headers by their own. */
interface Bindings {
  readonly headers: ReadonlyMap<string, Member>;
  readonly query: ReadonlyMap<string, Member>;
  readonly prefixes: ReadonlyMap<string, Member>;
  readonly inHeaders: ReadonlyMap<string, Member>;
}

const bindings = new WeakMap<readonly Member[], Bindings>();

/** Sorted once: of an object's dozens of members most requests and answers carry few, so those few are looked up. */
function bindingsOf(members: readonly Member[]): Bindings {
  let known = bindings.get(members);
  if (!known) {
    const [headers, query, prefixes] = [at(members, "header"), at(members, "query"), at(members, "prefixHeaders")];
    const inHeaders = [...headers.values(), ...prefixes.values()];
    known = { headers, query, prefixes, inHeaders: new Map(inHeaders.map((member) => [member.name, member])) };
    bindings.set(members, known);
  }
  return known;
}

function at(members: readonly Member[], where: "header" | "query" | "prefixHeaders"): Map<string, Member> {
  return new Map(members.flatMap((member) => (member.place.in === where ? [[member.place.name, member]] : [])));
}

/** A part of a path without its percent signs. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
}

function prefixed(headers: WireRequest["headers"], prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name in headers) if (name.startsWith(prefix)) found[name.slice(prefix.length)] = headers[name]!;
  return found;
}

/** A list stands in one header with commas between; in the query each item has a name of its own, and may hold commas. */
function listed(shape: Shape, text: string): string | readonly string[] {
  return shape.type === "list" ? text.split(/\s*,\s*/) : text;
}

function readText(shape: Shape, text: string | readonly string[]): unknown {
  if (shape.type === "list") {
    const items = Array.isArray(text) ? text : [text];
    return items.map((item) => readText(shape.member, item));
  }
  if (typeof text !== "string") return text;
  if (shape.type === "number") {
    if (text === "" || Number.isNaN(Number(text))) throw serializationError(`${text} is not a number`);
    return Number(text);
  }
  if (shape.type === "boolean") return text === "true";
  if (shape.type === "timestamp") return readTime(text);
  return text;
}

/** Writes the members of an answer that travel in headers; the status member is answered apart. */
export function writeHeaders(
  output: Record<string, unknown>,
  members: readonly Member[],
  headers: Record<string, string>,
): void {
  const { inHeaders } = bindingsOf(members);
  for (const name in output) {
    const member = inHeaders.get(name);
    const value = output[name];
    if (!member || value === undefined || value === null) continue;
    const { place, shape } = member;
    if (place.in === "header") headers[place.name] = writeText(shape, value);
    else if (place.in === "prefixHeaders") {
      for (const [key, item] of Object.entries(value as Record<string, string>)) headers[place.name + key] = item;
    }
  }
}

function writeText(shape: Shape, value: unknown): string {
  if (shape.type === "timestamp") return String(writeTime(value as Date, shape.format ?? "http-date"));
  if (shape.type === "list") return (value as unknown[]).map((item) => writeText(shape.member, item)).join(",");
  return String(value);
}

/** The answer's status: the operation's own, unless a member carries it. */
export function statusOf(output: Record<string, unknown>, operation: Operation): number {
  const member = memberIn(operation.output.members, "status");
  return (member && (output[member.name] as number | undefined)) ?? operation.http?.status ?? 200;
}

/** The member that is the whole body, if there is one. */
export function payloadOf(members: readonly Member[]): Member | undefined {
  return memberIn(members, "payload");
}

const found = new WeakMap<readonly Member[], Map<string, Member | undefined>>();

/** The one member in such a place; looked for once, because S3's shapes have dozens. */
function memberIn(members: readonly Member[], place: "status" | "payload"): Member | undefined {
  const known = found.get(members) ?? new Map<string, Member | undefined>();
  if (!known.has(place))
    found.set(
      members,
      known.set(
        place,
        members.find((member) => member.place.in === place),
      ),
    );
  return known.get(place);
}
