import { cbor, tag } from "@smithy/core/cbor";
import type { Shape, Structure } from "../shape.ts";
import { isObject } from "./json-values.ts";
import { serializationError } from "./malformed.ts";

/**
 * Values as Smithy RPC v2 writes them in CBOR (RFC 8949): blobs as byte strings, moments as tag 1 over seconds since
 * 1970. Members the model does not know are dropped; a value of the wrong kind is refused.
 */
export function decodeCbor(shape: Structure, bytes: Uint8Array): Record<string, unknown> {
  return bytes.length === 0 ? {} : (read(shape, parsed(bytes)) as Record<string, unknown>);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return cbor.deserialize(bytes);
  } catch {
    throw serializationError("Could not parse the request body as CBOR");
  }
}

function read(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "structure":
      return readStructure(shape, value);
    case "list":
      if (!Array.isArray(value)) throw wrongKind("a list");
      return value.filter((item) => item !== null && item !== undefined).map((item) => read(shape.member, item));
    case "map":
      return readMap(shape.value, value);
    case "timestamp":
      return readMoment(value);
    case "number":
      if (typeof value !== "number" && typeof value !== "bigint") throw wrongKind("a number");
      return Number(value);
    case "blob":
      if (!(value instanceof Uint8Array)) throw wrongKind("a byte string");
      return Buffer.from(value);
    case "document":
      return value;
    default:
      if (typeof value !== shape.type) throw wrongKind(`a ${shape.type}`);
      return value;
  }
}

function readStructure(shape: Structure, value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw wrongKind("a structure");
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = shape.member(name);
    if (member && value[name] !== null && value[name] !== undefined) found[name] = read(member.shape, value[name]);
  }
  return found;
}

function readMap(shape: Shape, value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw wrongKind("a map");
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, read(shape, item)]));
}

function readMoment(value: unknown): Date {
  const seconds = isObject(value) && Number(value.tag) === 1 ? Number(value.value) : Number.NaN;
  if (Number.isNaN(seconds)) throw wrongKind("a timestamp");
  return new Date(Math.round(seconds * 1000));
}

const wrongKind = (expected: string) => serializationError(`Expected ${expected}`);

export function encodeCbor(shape: Structure, value: Record<string, unknown>, more: object = {}): Uint8Array {
  return cbor.serialize({ ...more, ...(written(shape, value) as object) });
}

function written(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "structure": {
      const found: Record<string, unknown> = {};
      for (const { name, shape: member } of shape.members) {
        const item = (value as Record<string, unknown>)[name];
        if (item !== undefined && item !== null) found[name] = written(member, item);
      }
      return found;
    }
    case "list":
      return (value as unknown[]).map((item) => written(shape.member, item));
    case "map":
      return writtenMap(shape.value, value as Record<string, unknown>);
    case "timestamp":
      return tag({ tag: 1, value: (value as Date).getTime() / 1000 });
    default:
      return value;
  }
}

function writtenMap(shape: Shape, value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, written(shape, item)]));
}
