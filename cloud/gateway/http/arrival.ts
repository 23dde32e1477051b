import type { IncomingMessage } from "node:http";
import { invalidUri } from "../protocols/malformed.ts";

/**
 * A request as it arrived, before anybody knows what it is about: its line and headers, read once, so that what is
 * verified and what is decoded are the same.
 */
export interface Arrival {
  readonly method: string;
  /** As it came, percent-encoded, without the query. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly search: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** By names in lower case; of several with one name the values with a comma between. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws AwsError InvalidURI */
export function arrivalOf(request: IncomingMessage, headers = headersOf(request)): Arrival {
  const { method = "GET", url = "/" } = request;
  const { path, search } = split(url);
  return { method, path, search, query: readQuery(search), headers };
}

/** `/path?query`, or the whole URL, as proxies ask (RFC 9112, 3.2.2). */
function split(url: string): { path: string; search: string } {
  const target = url.startsWith("/") ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return { path: path === "" ? "/" : path, search: mark < 0 ? "" : target.slice(mark + 1) };
}

/** Names are the caller's, so the tables have no prototype: nobody asks for `constructor` and finds one. */
function readQuery(search: string): Record<string, string | readonly string[]> {
  const query: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of queryPairs(search)) {
    const known = query[name];
    query[name] = known === undefined ? value : [...(typeof known === "string" ? [known] : known), value];
  }
  return query;
}

/** Names and values, decoded, in the order they came. */
export function queryPairs(search: string): (readonly [name: string, value: string])[] {
  if (search === "") return [];
  return search
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))];
    });
}

function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalidUri();
  }
}

/** By names in lower case, without a prototype either. */
export function headersOf({ rawHeaders: raw }: IncomingMessage): Arrival["headers"] {
  const headers: Record<string, string> = Object.create(null);
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    const value = asUtf8(raw[i + 1]!);
    headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  return headers;
}

/** Node reads a header's bytes as Latin-1; clients write, and sign, UTF-8. */
function asUtf8(value: string): string {
  return NOT_ASCII.test(value) ? Buffer.from(value, "latin1").toString("utf8") : value;
}

const NOT_ASCII = /[\u0080-\u00ff]/;
