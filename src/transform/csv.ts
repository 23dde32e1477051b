/**
 * Rows into CSV, a batch of rows at a time: one string for all of them would cost twice the time and the memory.
 * papaparse writes every cell in which CSV could see more than text; the reader has marked them on its way. The other
 * cells are already what papaparse would make of them, and asking it would take longer than reading the document.
 *
 *     row  7 | Ada | Bern, CH | say "hi"       delicate: 2, 3
 *     csv  7,Ada,"Bern, CH","say ""hi"""       <- papaparse: "Bern, CH"  "say ""hi"""
 *
 * The first batch fixes the width of the table. A column found later cannot be written any more; the writer then says
 * it is `outgrown`, and the document is written again now that its columns are known.
 */

import Papa from "papaparse";
import { Flaw } from "./bad-document.ts";
import type { Columns } from "./columns.ts";
import type { Rows } from "./document.ts";
import { harmless } from "./records.ts";

const NEWLINE = "\r\n";

/** Cells in a batch: few enough to die young in the garbage collector. */
const BATCH = 4096;
/** Cells in the first batch, while columns are still being discovered. */
const FIRST_BATCH = 4 * BATCH;
/** Bytes of records in a batch: one batch is one string, and strings end somewhere. */
const BATCH_BYTES = 1024 * 1024;

/** U+FEFF as latin1-of-UTF-8. papaparse quotes cells that hold it, but would not know it in this form. */
const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** Stands between the cells that papaparse writes in one go: no byte of UTF-8, so in no cell. */
const BETWEEN = "\xff";

/** Whether one of several names may need quotes; what the reader knows of cells it does not know of them. */
const DELICATE = /[",\r\n]|^ | $| \xff|\xff |\xef\xbb\xbf/;

const CELLS = { newline: BETWEEN, quotes: (cell: string) => cell.includes(BYTE_ORDER_MARK) };

/** In a file of one column an empty cell without quotes would be an empty line, which readers skip. */
const ONE_COLUMN = { quotes: (cell: string) => cell === "" || cell.includes(BYTE_ORDER_MARK) };

export interface CsvOptions {
  readonly escapeFormulae: boolean;
  /** Above this many bytes of CSV the document is refused as too large: rows times columns can explode. */
  readonly limit: number;
}

export class CsvWriter implements Rows {
  outgrown = false;
  readonly escapeFormulae: boolean;
  readonly #columns: Columns;
  readonly #limit: number;
  #batch: string[][] = [];
  /** Where the delicate cells of the batch are, two numbers each: row and slot. */
  #delicate: number[] = [];
  #cells = 0;
  #bytes = 0;
  #width = -1;
  #size = 0;
  #chunks: Buffer[] = [];

  constructor(columns: Columns, options: CsvOptions) {
    this.#columns = columns;
    this.escapeFormulae = options.escapeFormulae;
    this.#limit = options.limit;
  }

  /** Takes the row of a record; it may be narrower than the header. */
  add(row: string[], delicate: readonly number[], bytes: number): void {
    const { copies, header } = this.#columns;
    for (const slot of delicate) this.#delicate.push(this.#batch.length, slot);
    if (copies.length > 0) this.#copy(row, delicate);
    this.#batch.push(row);
    this.#cells += row.length;
    if (this.#width !== -1 && header.length > this.#width) this.outgrown = true;
    this.#bytes += bytes;
    const full = this.#width === -1 ? FIRST_BATCH : BATCH;
    if (this.#cells >= full || this.#bytes >= BATCH_BYTES) this.flush();
  }

  /** Fills the slots of a projection that repeat others. */
  #copy(row: string[], delicate: readonly number[]): void {
    for (const [from, to] of this.#columns.copies) {
      row[to] = row[from]!;
      if (delicate.includes(from)) this.#delicate.push(this.#batch.length, to);
    }
  }

  /** Writes the rows that wait, the header before the first of them. */
  flush(): void {
    const lines = this.#width === -1 ? [this.#header()] : [];
    if (this.#width > 0 && !this.outgrown) this.#keep(this.#pieces(lines));
    this.#batch = [];
    this.#delicate = [];
    this.#cells = 0;
    this.#bytes = 0;
  }

  /** The line of the header; from now on the table is as wide as that. */
  #header(): string {
    const { header } = this.#columns;
    this.#width = header.length;
    const names = this.escapeFormulae ? header.map(harmless) : header;
    const plain = this.#width > 1 && !DELICATE.test(names.join(BETWEEN));
    return plain ? names.join() : Papa.unparse([names], this.#width === 1 ? ONE_COLUMN : CELLS);
  }

  /** `lines` and those of the batch, as strings that are CSV one after the other. */
  #pieces(lines: string[]): string[] {
    const rows = this.#batch;
    if (rows.length === 0) return whole(lines);
    if (this.#width === 1) return whole([...lines, Papa.unparse(rows.map(atLeastOne), ONE_COLUMN)]);
    checkSize(rows.length, this.#columns, this.#limit);
    this.#quote(rows);
    // One string for all of them is fastest, but where cells are long it would be a second copy of them, and a third.
    if (this.#bytes >= BATCH_BYTES) return [...whole(lines), ...rows.flatMap((row) => this.#cellsOf(row))];
    for (const row of rows) lines.push(this.#line(row));
    return whole(lines);
  }

  #cellsOf(row: string[]): string[] {
    const last = this.#width - 1;
    return Array.from({ length: this.#width }, (_, slot) => [row[slot] ?? "", slot === last ? NEWLINE : ","]).flat();
  }

  #line(row: string[]): string {
    const missing = this.#width - row.length;
    return missing === 0 ? row.join() : row.join() + ",".repeat(row.length === 0 ? missing - 1 : missing);
  }

  /** Has papaparse write the delicate cells. */
  #quote(rows: string[][]): void {
    const places = this.#delicate;
    if (places.length === 0) return;
    const cells: [string][] = [];
    for (let at = 0; at < places.length; at += 2) cells.push([rows[places[at]!]![places[at + 1]!]!]);
    const written = Papa.unparse(cells, CELLS).split(BETWEEN);
    for (let at = 0; at < places.length; at += 2) rows[places[at]!]![places[at + 1]!] = written[at >> 1]!;
  }

  #keep(pieces: readonly string[]): void {
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    this.#size += size;
    if (this.#size > this.#limit) throw tooLarge(this.#limit);
    if (size > 0) this.#chunks.push(pieces.length === 1 ? Buffer.from(pieces[0]!, "latin1") : written(pieces, size));
  }

  /** What has been written since this was last asked. */
  take(): Buffer[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }
}

/** Lines as one string, each ended. */
function whole(lines: string[]): string[] {
  return lines.length === 0 ? [] : [lines.join(NEWLINE) + NEWLINE];
}

function written(pieces: readonly string[], size: number): Buffer {
  const csv = Buffer.allocUnsafe(size);
  let at = 0;
  for (const piece of pieces) at += csv.write(piece, at, "latin1");
  return csv;
}

/** The row of a record without the one column that there is. */
function atLeastOne(row: string[]): string[] {
  return row.length === 0 ? [""] : row;
}

/** Refuses a table before it is written if its separators alone pass the limit. */
export function checkSize(rows: number, columns: Columns, limit: number): void {
  if (rows * (columns.header.length + 1) > limit) throw tooLarge(limit);
}

function tooLarge(limit: number): Flaw {
  return new Flaw("too-large", `expected at most ${limit} bytes of CSV`, 0, 0);
}
