import { NormalizedSchema } from "@smithy/core/schema";
import type { List, MapShape, Member, Place, Scalar, Shape, Structure, TimestampFormat } from "./shape.ts";

/**
 * AWS's service models as data, read from the runtime schemas that the official clients export (`SendMessage$` of
 * `@aws-sdk/client-sqs`): what the clients write and read by, the gateway reads and writes by. That shape is no
 * documented interface, so this is the only file that knows it; `test/gateway/model.test.ts` says what it relies on.
 *
 *     client module -> operations (method, path, input, output) and errors (code, status, query code)
 */
export interface ServiceModel {
  readonly operations: ReadonlyMap<string, Operation>;
  /** By shape name and by query code. */
  readonly errors: ReadonlyMap<string, ErrorModel>;
  readonly namespace: string;
}

export interface Operation {
  readonly name: string;
  readonly input: Structure;
  readonly output: Structure;
  /** Present for REST services. */
  readonly http?: {
    readonly method: string;
    readonly path: string;
    readonly query: readonly string[];
    readonly status: number;
  };
}

export interface ErrorModel {
  readonly shape: string;
  readonly status: number;
  /** The code of the query protocol, where it differs from the shape's name. */
  readonly queryCode?: string;
  readonly fault: "client" | "server";
  readonly structure: Structure;
}

/** The numbers that stand for simple schemas in the clients' runtime. */
const TIMESTAMP_FORMATS: Record<number, TimestampFormat> = { 5: "date-time", 6: "http-date", 7: "epoch-seconds" };
const OPERATION = 9;
const ERROR = -3;
/** Where the clients' own base classes stand, which no service ever answers. */
const SYNTHETIC = "smithy.ts.sdk.synthetic.";

/** Reads a client module. */
export function readModel(client: object): ServiceModel {
  const operations = new Map<string, Operation>();
  const errors = new Map<string, ErrorModel>();
  let namespace = "";
  // In the order of names, as an ES module has its exports and a CommonJS one may not.
  for (const name of Object.keys(client).sort()) {
    const schema = (client as Readonly<Record<string, unknown>>)[name];
    if (!Array.isArray(schema)) continue;
    if (schema[0] === OPERATION) {
      operations.set(schema[2], readOperation(schema));
      namespace = schema[1];
    } else if (schema[0] === ERROR && !schema[1].startsWith(SYNTHETIC)) {
      const error = readError(schema);
      errors.set(error.shape, error);
    }
  }
  // Two errors of CloudWatch have the query code `ResourceNotFound`; the shape of that name keeps it.
  for (const error of [...errors.values()]) {
    if (error.queryCode && !errors.has(error.queryCode)) errors.set(error.queryCode, error);
  }
  return { operations, errors, namespace };
}

function readOperation(schema: unknown[]): Operation {
  const [, , name, traits, input, output] = schema as [number, string, string, unknown, () => unknown, () => unknown];
  const http = traits && typeof traits === "object" ? (traits as { http?: [string, string, number] }).http : undefined;
  return {
    name,
    input: structureOf(NormalizedSchema.of(input() as never)),
    output: structureOf(NormalizedSchema.of(output() as never)),
    ...(http && { http: readHttp(http) }),
  };
}

/** `['PUT', '/{Key+}?x-id=PutObject', 200]`; `x-id` only helps logs, and older clients leave it out. */
function readHttp([method, uri, status]: [string, string, number]) {
  const [path, literals = ""] = uri.split("?") as [string, string?];
  const query = literals.split("&").filter((literal) => literal !== "" && !literal.startsWith("x-id="));
  return { method, path, query, status };
}

function readError(schema: unknown[]): ErrorModel {
  const traits = (schema[3] ?? {}) as {
    awsQueryError?: [string, number];
    error?: "client" | "server";
    httpError?: number;
  };
  const fault = traits.error ?? "client";
  return {
    shape: schema[2] as string,
    // Without a trait Smithy answers 400 for the client's fault and 500 for the server's.
    status: traits.httpError ?? traits.awsQueryError?.[1] ?? (fault === "client" ? 400 : 500),
    ...(traits.awsQueryError && { queryCode: traits.awsQueryError[0] }),
    fault,
    structure: structureOf(NormalizedSchema.of(schema as never)),
  };
}

const structures = new WeakMap<object, Structure>();

function structureOf(schema: NormalizedSchema): Structure {
  const source = schema.getSchema();
  // An operation without input or output has the schema "unit": no members.
  if (typeof source !== "object") return { type: "structure", name: "Unit", members: [], member: () => undefined };
  const known = structures.get(source as object);
  if (known) return known;
  let members: Member[] | undefined;
  let byName: Map<string, Member> | undefined;
  const structure: Structure = {
    type: "structure",
    name: schema.getName() ?? "",
    get members() {
      members ??= readMembers(schema);
      return members;
    },
    member(name) {
      byName ??= new Map(structure.members.map((member) => [member.name, member]));
      return byName.get(name);
    },
  };
  structures.set(source as object, structure);
  return structure;
}

function readMembers(schema: NormalizedSchema): Member[] {
  // The seventh element of a structure's schema says how many of its members, from the first on, are required.
  const required = Number((schema.getSchema() as unknown as unknown[])[6] ?? 0);
  return [...schema.structIterator()].map(([name, member], index) => readMember(name, member, index < required));
}

function readMember(name: string, schema: NormalizedSchema, required: boolean): Member {
  const traits = schema.getMergedTraits();
  const own = schema.getMemberTraits();
  return {
    name,
    shape: shapeOf(schema),
    required: required || Boolean(traits.httpLabel),
    place: placeOf(traits),
    xmlName: (own.xmlName as string | undefined) ?? name,
    flattened: Boolean(traits.xmlFlattened),
    attribute: Boolean(traits.xmlAttribute),
    ...(traits.xmlNamespace && { xmlNamespace: namespaceOf(traits.xmlNamespace as string | [string, string]) }),
    streaming: schema.isStreaming(),
  };
}

function namespaceOf(trait: string | readonly [string, string]): readonly [string, string] {
  return typeof trait === "string" ? ["", trait] : trait;
}

function placeOf(traits: ReturnType<NormalizedSchema["getMergedTraits"]>): Place {
  if (traits.httpLabel) return { in: "label" };
  if (traits.httpHeader) return { in: "header", name: traits.httpHeader.toLowerCase() };
  if (traits.httpQuery) return { in: "query", name: traits.httpQuery };
  if (traits.httpPrefixHeaders) return { in: "prefixHeaders", name: traits.httpPrefixHeaders.toLowerCase() };
  if (traits.httpPayload) return { in: "payload" };
  if (traits.httpResponseCode) return { in: "status" };
  if (traits.httpQueryParams) return { in: "queryParams" };
  return { in: "body" };
}

function shapeOf(schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) return structureOf(schema);
  if (schema.isListSchema()) return lazy("list", () => readList(schema));
  if (schema.isMapSchema()) return lazy("map", () => readMap(schema));
  if (schema.isTimestampSchema()) return readTimestamp(schema);
  if (schema.isBlobSchema()) return { type: "blob" };
  if (schema.isBooleanSchema()) return { type: "boolean" };
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return { type: "number" };
  if (schema.isDocumentSchema()) return { type: "document" };
  return { type: "string" };
}

function readTimestamp(schema: NormalizedSchema): Scalar {
  const format = TIMESTAMP_FORMATS[schema.getSchema() as unknown as number];
  return { type: "timestamp", ...(format && { format }) };
}

function readList(schema: NormalizedSchema): Omit<List, "type"> {
  const member = schema.getValueSchema();
  return { member: shapeOf(member), memberName: (member.getMergedTraits().xmlName as string | undefined) ?? "member" };
}

function readMap(schema: NormalizedSchema): Omit<MapShape, "type"> {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
  return {
    key: shapeOf(key),
    value: shapeOf(value),
    keyName: (key.getMergedTraits().xmlName as string | undefined) ?? "key",
    valueName: (value.getMergedTraits().xmlName as string | undefined) ?? "value",
  };
}

/** A list or map whose parts are read when first asked for, because it may contain itself. */
function lazy<T extends "list" | "map", Parts extends object>(
  type: T,
  read: () => Parts,
): { readonly type: T } & Parts {
  let parts: Parts | undefined;
  const shape = { type } as { readonly type: T } & Parts;
  for (const name of type === "list" ? ["member", "memberName"] : ["key", "value", "keyName", "valueName"]) {
    Object.defineProperty(shape, name, {
      get: () => {
        parts ??= read();
        return parts[name as keyof Parts];
      },
    });
  }
  return shape;
}
