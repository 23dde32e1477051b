/** Conversions told in text: the CSV of a document, or why it was refused. */

import { gzipSync } from "node:zlib";
import { BadDocumentError, type ConvertOptions, convert } from "../../src/transform/convert.ts";
import { convertStream } from "../../src/transform/stream.ts";

const bytesOf = (document: string | Uint8Array): Uint8Array =>
  typeof document === "string" ? Buffer.from(document) : document;

/** The CSV of a document as text. */
export function aTable(document: string | Uint8Array, options?: ConvertOptions): string {
  return Buffer.from(convert(bytesOf(document), options)).toString();
}

/** The error of a document that must be refused. */
export function aRefusal(document: string | Uint8Array, options?: ConvertOptions): BadDocumentError {
  try {
    convert(bytesOf(document), options);
  } catch (error) {
    if (error instanceof BadDocumentError) return error;
    throw error;
  }
  throw new Error(`accepted: ${Buffer.from(bytesOf(document)).toString().slice(0, 100)}`);
}

/** What becomes of a document, in one word or more: its CSV, or reason and place of the refusal. */
export function anOutcome(convertIt: () => string): string {
  try {
    return convertIt();
  } catch (error) {
    if (error instanceof BadDocumentError) return error.message;
    throw error;
  }
}

/** The CSV of a document that comes in pieces of so many bytes, and how often its CSV was begun. */
export async function aStream(
  document: string | Uint8Array,
  size: number,
  options?: ConvertOptions,
): Promise<Streamed> {
  const bytes = bytesOf(document);
  let csv: Uint8Array[] = [];
  let begun = 0;
  function* open(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const begin = () => {
    csv = [];
    begun++;
    return { write: (chunk: Uint8Array) => void csv.push(chunk) };
  };
  await convertStream(open, begin, options);
  return { csv: Buffer.concat(csv).toString(), begun };
}

export interface Streamed {
  readonly csv: string;
  readonly begun: number;
}

export const aGzip = (text: string): Buffer => gzipSync(text);
