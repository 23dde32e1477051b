/**
 * A member of a document, in both its forms: the JSON that is published, and the CSV cells that must come out of it.
 * Writing both side by side, by hand, is what lets the ledger judge the conversion without asking the conversion.
 */

export interface Member {
  /** `"name":value`, as it stands in the document. */
  json: string;
  /** Column and unquoted cell; several for a nested object, none for a member that a later one replaces. */
  cells: readonly (readonly [column: string, cell: string])[];
}

export function text(name: string, value: string): Member {
  return { json: `${JSON.stringify(name)}:${JSON.stringify(value)}`, cells: [[name, value]] };
}

/** Anything that is not text, with the cell it must give: a number keeps the digits of its source. */
export function literal(name: string, source: string, cell = source): Member {
  return { json: `${JSON.stringify(name)}:${source}`, cells: [[name, cell]] };
}

export function objectOf(members: readonly Member[]): string {
  return `{${members.map(({ json }) => json).join(",")}}`;
}

/** Header and one row: commas, CRLF, quotes only where RFC 4180 needs them. */
export function csvOf(members: readonly Member[]): string {
  const cells = members.flatMap((member) => member.cells);
  return rows([cells.map(([column]) => column), cells.map(([, cell]) => cell)]);
}

export function rows(table: readonly (readonly string[])[]): string {
  return table.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
