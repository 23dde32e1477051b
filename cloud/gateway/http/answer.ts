import type { ServerResponse } from "node:http";
import { sizeOf, type WireResponse } from "../message.ts";

/** Writes an answer. Answers to HEAD, 204 and 304 have no body, and say of its length only what the service says. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: WireResponse, isHead = false): void {
  const bodiless = isHead || status === 204 || status === 304;
  const lines: string[] = [];
  for (const name in headers) {
    if (bodiless && !isHead && DESCRIBING.has(name)) continue;
    if (name !== "content-length" || isHead) lines.push(name, writable(headers[name]!));
  }
  if (!bodiless) lines.push("content-length", String(sizeOf(body)));
  response.writeHead(status, lines);
  if (bodiless) response.end();
  else response.end(body);
}

const DESCRIBING = new Set(["content-type", "content-length"]);

/** What is not ASCII goes encoded, as S3 does with metadata (RFC 2047); line breaks would end the header. */
function writable(value: string): string {
  if (!UNSAFE.test(value)) return value;
  const line = value.replace(/[\r\n\0]+/g, " ");
  return NOT_ASCII.test(line) ? `=?UTF-8?B?${Buffer.from(line, "utf8").toString("base64")}?=` : line;
}

const UNSAFE = /[^\t\x20-\x7e]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const NOT_ASCII = /[^\x00-\x7f]/;

/** For what is said before any service is asked. */
export function writeText(response: ServerResponse, status: number, text: string): void {
  writeAnswer(response, { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${text}\n` });
}
