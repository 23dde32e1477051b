import type { Member, Shape, Structure } from "../shape.ts";
import { serializationError } from "./malformed.ts";
import { readTime, writeTime } from "./time.ts";

/**
 * JSON as AWS's JSON protocols write it: blobs in base64, moments as seconds since 1970 unless the model says
 * otherwise. Members the model does not know are dropped, as AWS does; a value of the wrong kind is refused.
 */
export function readJson(shape: Shape, json: unknown): unknown {
  switch (shape.type) {
    case "structure":
      return readStructure(shape, json);
    case "list":
      if (!Array.isArray(json)) throw wrongKind("a list", json);
      return json.filter((item) => item !== null).map((item) => readJson(shape.member, item));
    case "map":
      return readMap(shape.value, json);
    case "string":
      if (typeof json !== "string") throw wrongKind("a string", json);
      return json;
    case "number":
      return readNumber(json);
    case "boolean":
      if (typeof json !== "boolean") throw wrongKind("a boolean", json);
      return json;
    case "blob":
      if (typeof json !== "string") throw wrongKind("a base64 string", json);
      return Buffer.from(json, "base64");
    case "timestamp": {
      const moment = typeof json === "number" || typeof json === "string" ? readTime(json) : undefined;
      if (!moment) throw wrongKind("a timestamp", json);
      return moment;
    }
    case "document":
      return json;
  }
}

function readStructure(shape: Structure, json: unknown): Record<string, unknown> {
  if (!isObject(json)) throw wrongKind("a structure", json);
  const value: Record<string, unknown> = {};
  for (const name of Object.keys(json)) {
    const member = shape.member(name);
    const found = json[name];
    if (member && found !== null && found !== undefined) value[name] = readJson(member.shape, found);
  }
  return value;
}

function readMap(value: Shape, json: unknown): Record<string, unknown> {
  if (!isObject(json)) throw wrongKind("a map", json);
  const entries = Object.entries(json).filter(([, found]) => found !== null);
  return Object.fromEntries(entries.map(([key, found]) => [key, readJson(value, found)]));
}

function readNumber(json: unknown): number {
  if (typeof json === "number") return json;
  if (json === "NaN" || json === "Infinity" || json === "-Infinity") return Number(json);
  throw wrongKind("a number", json);
}

export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Which words AWS uses here differs from service to service; the code does not. */
function wrongKind(expected: string, json: unknown) {
  const found = json === null ? "null" : Array.isArray(json) ? "a list" : `a ${typeof json}`;
  return serializationError(`Expected ${expected}, found ${found}`);
}

/** The JSON value of a model value. */
export function writeJson(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case "structure":
      return writeMembers(shape.members, value as Record<string, unknown>);
    case "list":
      return (value as unknown[]).map((item) => writeJson(shape.member, item));
    case "map":
      return writeMap(shape.value, value as Record<string, unknown>);
    case "blob":
      return toBase64(value as Uint8Array);
    case "timestamp":
      return writeTime(value as Date, shape.format ?? "epoch-seconds");
    case "number":
      return Number.isFinite(value) ? value : String(value);
    default:
      return value;
  }
}

/** Keys are data: one named `__proto__` is written like any other. */
function writeMap(shape: Shape, value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, writeJson(shape, item)]));
}

/** The given members of a structure, in the model's order. */
export function writeMembers(members: readonly Member[], value: Record<string, unknown>): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    const found = value[name];
    if (found !== undefined && found !== null) written[name] = writeJson(shape, found);
  }
  return written;
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
