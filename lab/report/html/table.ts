import { safe } from "../text.ts";

/** A table as HTML: its caption says what it holds, its heads have a scope, the first cell of a row is the row's head. */
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
    (each) => `<th scope="col"${typeof each === "string" ? "" : ' class="n"'}>${safe(nameOf(each))}</th>`,
  );
  const row = (cells: readonly Cell[]) => `<tr>${cells.map((cell, i) => td(cell, i === 0, numbers[i]!)).join("")}</tr>`;
  // What scrolls sideways must be reachable without a mouse, and so has a name.
  return `<div class="wide" tabindex="0" role="region" aria-label="${safe(caption)}"><table${stack ? ' class="stack"' : ""}>
<caption>${safe(caption)}</caption><thead><tr>${head.join("")}</tr></thead>
<tbody>${rows.map(row).join("\n")}</tbody></table></div>`;
}

function td(cell: Cell, first: boolean, number: boolean): string {
  const { text, class: name } = typeof cell === "string" ? { text: cell, class: number ? "" : "text" } : cell;
  const classes = [number ? "n" : "", name].filter(Boolean).join(" ");
  const attribute = classes === "" ? "" : ` class="${classes}"`;
  const content = `<bdi>${safe(text)}</bdi>`;
  return first ? `<th scope="row"${attribute}>${content}</th>` : `<td${attribute}>${content}</td>`;
}

function nameOf(head: Head): string {
  return typeof head === "string" ? head : head.number;
}
