import { safe } from "../text.ts";
import { prose } from "./prose.ts";

/**
 * A table as HTML: its caption says what it holds, its heads have a scope, the first cell of a row is the row's head. The roles are
 * spoken out because a row that a phone shows as a block would be none to a screen reader otherwise.
 */
export interface Table {
  readonly caption: string;
  readonly heads: readonly Head[];
  readonly rows: readonly (readonly Cell[])[];
  /** On a phone each row becomes a block of its own; for tables with a long text. */
  readonly stack?: boolean;
}

export type Head = string | { readonly number: string };
export type Cell = string | { readonly text: string; readonly class: string };

export function table({ caption, heads, rows, stack = false }: Table): string {
  const numbers = heads.map((head) => typeof head !== "string");
  const head = heads.map(
    (each) =>
      `<th role="columnheader" scope="col"${typeof each === "string" ? "" : ' class="n"'}>${safe(nameOf(each))}</th>`,
  );
  const row = (cells: readonly Cell[]) =>
    `<tr role="row">${cells.map((cell, i) => td(cell, i === 0, numbers[i]!)).join("")}</tr>`;
  // What scrolls sideways must be reachable without a mouse, and so has a name.
  return `<div class="wide" tabindex="0" role="region" aria-label="${safe(caption)}"><table role="table"${stack ? ' class="stack"' : ""}>
<caption>${prose(caption)}</caption><thead role="rowgroup"><tr role="row">${head.join("")}</tr></thead>
<tbody role="rowgroup">${rows.map(row).join("\n")}</tbody></table></div>`;
}

function td(cell: Cell, first: boolean, number: boolean): string {
  const { text, class: name } = typeof cell === "string" ? { text: cell, class: number ? "" : "text" } : cell;
  const classes = [number ? "n" : "", name].filter(Boolean).join(" ");
  const attribute = classes === "" ? "" : ` class="${classes}"`;
  const content = `<bdi>${prose(text)}</bdi>`;
  return first
    ? `<th role="rowheader" scope="row"${attribute}>${content}</th>`
    : `<td role="cell"${attribute}>${content}</td>`;
}

function nameOf(head: Head): string {
  return typeof head === "string" ? head : head.number;
}
