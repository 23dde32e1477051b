/**
 * A JSON document into CSV.
 *
 *     bytes -> gunzip -> UTF-8? -> records -> rows -> papaparse -> bytes
 *                                     \-> columns
 *
 * Pure: no AWS, no clock, the same bytes for the same document. A document is converted whole or not at all.
 */

import { isUtf8 } from "node:buffer";
import { BadDocumentError, Flaw } from "./bad-document.ts";
import { type ColumnChoice, Columns } from "./columns.ts";
import { CsvWriter, checkSize } from "./csv.ts";
import { DocumentReader } from "./document.ts";
import { byteOrderMark, Utf8Check, wideEncoding } from "./encoding.ts";
import { INFLATED_LIMIT, inflated } from "./gzip.ts";
import { place } from "./position.ts";

export { BadDocumentError, type DocumentObject, type Place, type Reason } from "./bad-document.ts";
export type { ColumnChoice } from "./columns.ts";

export interface ConvertOptions {
  /**
   * The columns of the output, in this order: paths joined by `.` (`"customer.name"`), or `{ name, from }` to call a
   * path something else. A path that no record has is a column of empty cells. Default: every path, by first sight.
   */
  readonly columns?: readonly ColumnChoice[];
  /** Puts `'` before text cells and headers that a spreadsheet would execute. Default false: data survives. */
  readonly escapeFormulae?: boolean;
  /** Bytes a gzip document may inflate to. Default 64 MiB. */
  readonly maxInflatedBytes?: number;
  /**
   * Bytes of CSV above which a document is refused as too large: a table of many rows that share no column is mostly
   * commas. Default eight times the document, at least 64 MiB.
   */
  readonly maxCsvBytes?: number;
}

/** The default of `maxCsvBytes` for a document of so many bytes. */
const csvLimit = (bytes: number): number => Math.max(64 * 1024 * 1024, 8 * bytes);

/** Large documents are read in windows of so many bytes, so that what a window leaves behind is small and dies young. */
export const WINDOW = 32 * 1024;

/**
 * The CSV of a JSON document (one object, an array of objects, or a sequence of objects; plain or gzip), UTF-8.
 * `[]` and `{}` give no bytes at all. Throws nothing but BadDocumentError.
 *
 * @example convert(Buffer.from('[{"id":1,"name":"Ada"}]')) // id,name CR LF 1,Ada CR LF
 */
export function convert(bytes: Uint8Array, options: ConvertOptions = {}): Uint8Array {
  let document = bytes;
  try {
    document = inflated(bytes, options.maxInflatedBytes ?? INFLATED_LIMIT);
    checkEncoding(document);
    return table(document, options);
  } catch (thrown) {
    if (!(thrown instanceof Flaw)) throw thrown;
    throw new BadDocumentError(thrown, place(document, thrown.offset, byteOrderMark(document)));
  }
}

function table(document: Uint8Array, options: ConvertOptions): Uint8Array {
  const columns = new Columns(options.columns);
  const csv = {
    escapeFormulae: options.escapeFormulae ?? false,
    limit: options.maxCsvBytes ?? csvLimit(document.length),
  };
  let writer = new CsvWriter(columns, csv);
  const records = read(document, columns, writer);
  if (writer.outgrown) {
    checkSize(records, columns, csv.limit);
    writer = new CsvWriter(columns, csv);
    read(document, columns, writer);
  }
  writer.flush();
  return joined(writer.take());
}

/** Reads the document once, from behind its byte order mark; how many records it has. */
function read(document: Uint8Array, columns: Columns, writer: CsvWriter): number {
  let at = byteOrderMark(document);
  const reader = new DocumentReader(columns, writer, at);
  for (let end = at + WINDOW; end < document.length; end = at + Math.max(WINDOW, reader.lacks)) {
    reader.feed(document.subarray(at, end), false);
    at = end;
  }
  reader.feed(at === 0 ? document : document.subarray(at), true);
  return reader.records;
}

function checkEncoding(document: Uint8Array): void {
  const wide = wideEncoding(document);
  if (wide !== null) throw new Flaw("encoding", `expected UTF-8, found ${wide}`, 0, 0);
  if (isUtf8(document)) return;
  const offset = new Utf8Check().check(document, true);
  throw new Flaw("encoding", "expected UTF-8", offset, recordsBefore(document, offset));
}

/** How many records are complete before a byte of a document that is refused for that byte. */
function recordsBefore(document: Uint8Array, offset: number): number {
  const start = byteOrderMark(document);
  const reader = new DocumentReader(new Columns(), null, start);
  try {
    reader.feed(document.subarray(start, offset), false);
  } catch {
    // what else is wrong with it does not matter any more
  }
  return reader.records;
}

function joined(chunks: Buffer[]): Uint8Array {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}
