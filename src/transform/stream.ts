/**
 * The same conversion for documents larger than memory. CSV leaves while the document is still being read, so it goes
 * where it can be thrown away: to a sink that counts for nothing until the whole document has proved good.
 *
 *     pieces -> UTF-8? -> records -> rows -> sink        and if, late, a record shows a column the header lacks:
 *     pieces -> UTF-8? -> records                        the rest is only read, to learn all columns;
 *     pieces -> UTF-8? -> records -> rows -> sink        then everything is written again, to a new sink
 *
 * Memory grows with the longest record, not with the document.
 */

import { BadDocumentError, Flaw } from "./bad-document.ts";
import { Columns } from "./columns.ts";
import { type ConvertOptions, convert, WINDOW } from "./convert.ts";
import { CsvWriter } from "./csv.ts";
import { DocumentReader } from "./document.ts";
import { byteOrderMark, Utf8Check, wideEncoding } from "./encoding.ts";
import { isGzip } from "./gzip.ts";
import { Position } from "./position.ts";

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Opens the document at its beginning. The bytes must be the same each time, and a chunk must stay as it was given. */
export type Source = () => Chunks;

/** Takes the CSV. What it took is void until `convertStream` has ended well. */
export interface Sink {
  write(csv: Uint8Array): void | Promise<void>;
}

interface Piece {
  readonly bytes: Uint8Array;
  /** Nothing follows. */
  readonly final: boolean;
}

/**
 * Converts what `open` opens. `begin` opens a sink; it is called once, or a second time when columns appeared late, and
 * then what the first sink took is void. The source is opened once more to locate an error. A gzip document is
 * inflated in memory, within `maxInflatedBytes`. Throws BadDocumentError, and whatever source and sink throw.
 */
export async function convertStream(open: Source, begin: () => Sink, options: ConvertOptions = {}): Promise<void> {
  const columns = new Columns(options.columns);
  const first = await pass(open, begin, columns, options);
  if (first === "gzip") await begin().write(convert(await whole(open()), options));
  if (first === "outgrown" && (await pass(open, begin, columns, options)) !== "written") {
    throw new Error("expected the same document when its source was opened again");
  }
}

/** One reading of the document, and how it ended. Throws BadDocumentError. */
async function pass(
  open: Source,
  begin: () => Sink,
  columns: Columns,
  options: ConvertOptions,
): Promise<"written" | "outgrown" | "gzip"> {
  const reading = new Reading(columns, options);
  try {
    let sink: Sink | null = null;
    for await (const piece of pieces(open())) {
      if (sink === null && isGzip(piece.bytes)) return "gzip";
      sink ??= begin();
      for (const csv of reading.take(piece)) await sink.write(csv);
    }
    return reading.outgrown ? "outgrown" : "written";
  } catch (thrown) {
    if (!(thrown instanceof Flaw)) throw thrown;
    throw await located(open, thrown, reading.start);
  }
}

/** The document of one reading, piece by piece. As in `convert`, bytes that are not UTF-8 outrank any other flaw. */
class Reading {
  /** Bytes of the byte order mark. */
  start = 0;
  readonly #utf8 = new Utf8Check();
  readonly #columns: Columns;
  readonly #writer: CsvWriter;
  #reader: DocumentReader | null = null;
  #flaw: Flaw | null = null;
  #passed = 0;

  constructor(columns: Columns, { escapeFormulae = false, maxCsvBytes = Number.POSITIVE_INFINITY }: ConvertOptions) {
    this.#columns = columns;
    this.#writer = new CsvWriter(columns, { escapeFormulae, limit: maxCsvBytes });
  }

  get outgrown(): boolean {
    return this.#writer.outgrown;
  }

  /** The CSV that a piece brought. Throws a Flaw: at once if the encoding is wrong, at the end if anything else is. */
  take({ bytes, final }: Piece): Uint8Array[] {
    const isFirst = this.#reader === null;
    this.#reader ??= this.#begin(bytes);
    const offset = this.#utf8.check(bytes, final);
    const valid = offset === -1 ? bytes.length : Math.max(0, offset - this.#passed);
    this.#feed(this.#reader, bytes.subarray(isFirst ? this.start : 0, valid), final && offset === -1);
    if (offset !== -1) throw new Flaw("encoding", "expected UTF-8", offset, this.#reader.records);
    if (final && this.#flaw !== null) throw this.#flaw;
    this.#passed += bytes.length;
    return this.#writer.take();
  }

  #begin(bytes: Uint8Array): DocumentReader {
    const wide = wideEncoding(bytes);
    if (wide !== null) throw new Flaw("encoding", `expected UTF-8, found ${wide}`, 0, 0);
    this.start = byteOrderMark(bytes);
    return new DocumentReader(this.#columns, this.#writer, this.start);
  }

  #feed(reader: DocumentReader, bytes: Uint8Array, final: boolean): void {
    if (this.#flaw !== null) return;
    try {
      reader.feed(bytes, final);
      if (final) this.#writer.flush();
    } catch (thrown) {
      if (!(thrown instanceof Flaw)) throw thrown;
      this.#flaw = thrown;
    }
  }
}

/** The flaw with line and column, for which the beginning of the document is read once more. */
async function located(open: Source, flaw: Flaw, start: number): Promise<BadDocumentError> {
  const position = new Position(flaw.offset, start);
  for await (const { bytes } of pieces(open())) {
    position.walk(bytes);
    if (position.reached) break;
  }
  return new BadDocumentError(flaw, position.place());
}

/** Chunks of any size as pieces no longer than a window; the first has the bytes that tell one format from another. */
async function* pieces(chunks: Chunks): AsyncGenerator<Piece, void> {
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += WINDOW) {
      const part = chunk.subarray(at, at + WINDOW);
      if (held.length >= 4) yield { bytes: held, final: false };
      held = held.length >= 4 ? part : Buffer.concat([held, part]);
    }
  }
  yield { bytes: held, final: true };
}

async function whole(chunks: Chunks): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
