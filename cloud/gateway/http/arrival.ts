import type { IncomingMessage } from "node:http";
import { invalidUri } from "../protocols/malformed.ts";
import { Table } from "./table.ts";

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
  /** The query's names and values, decoded, in the order they came. */
  readonly queryPairs: QueryPairs;
  /** The same by name. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** By names in lower case; of several with one name the values with a comma between. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws AwsError InvalidURI */
export function arrivalOf(request: IncomingMessage, headers = headersOf(request)): Arrival {
  const { method = "GET", url = "/" } = request;
  const { path, search } = split(url);
  const pairs = queryPairs(search);
  return { method, path, search, queryPairs: pairs, query: byName(pairs), headers };
}

/** `/path?query`, or the whole URL, as proxies ask (RFC 9112, 3.2.2). */
function split(url: string): { path: string; search: string } {
  const target = url.startsWith("/") ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return { path: path === "" ? "/" : path, search: mark < 0 ? "" : target.slice(mark + 1) };
}

export type QueryPairs = readonly (readonly [name: string, value: string])[];

export function queryPairs(search: string): QueryPairs {
  if (search === "") return NO_PAIRS;
  const pairs: (readonly [string, string])[] = [];
  for (const pair of search.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    pairs.push(equals < 0 ? [decoded(pair), ""] : [decoded(pair.slice(0, equals)), decoded(pair.slice(equals + 1))]);
  }
  return pairs;
}

const NO_PAIRS: QueryPairs = [];

function byName(pairs: QueryPairs): Arrival["query"] {
  const query = new Table<string | readonly string[]>();
  for (const [name, value] of pairs) {
    const known = query[name];
    query[name] = known === undefined ? value : [...(typeof known === "string" ? [known] : known), value];
  }
  return query;
}

function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw invalidUri();
  }
}

/** By names in lower case. */
export function headersOf({ rawHeaders: raw }: IncomingMessage): Arrival["headers"] {
  const headers = new Table<string>();
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    const value = asUtf8(raw[i + 1]!);
    const known = headers[name];
    headers[name] = known === undefined ? value : `${known},${value}`;
  }
  return headers;
}

/** Node reads a header's bytes as Latin-1; clients write, and sign, UTF-8. */
function asUtf8(value: string): string {
  return NOT_ASCII.test(value) ? Buffer.from(value, "latin1").toString("utf8") : value;
}

const NOT_ASCII = /[\u0080-\u00ff]/;
