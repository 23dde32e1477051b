import type { Chart } from "./chart.ts";

/**
 * A picture is a tree of parts: elements of HTML or SVG, as data. The page patches its document to look like one, a
 * report writes it out, a test reads it. There is no way to put in markup that somebody else wrote.
 */
export type Picture = Part | string;

export interface Part {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Picture[];
  /** A graph to be drawn inside; who cannot draw it leaves the place empty. */
  readonly chart?: Chart;
}

type Given = Readonly<Record<string, string | number | undefined>>;

/** `part("li", { class: "row" }, "text", child)`; attributes that are undefined are left out. */
export function part(tag: string, given: Given = {}, ...children: readonly (Picture | undefined)[]): Part {
  const attributes = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  return { tag, attributes, children: children.filter((child) => child !== undefined) };
}

const VOID = new Set(["br", "hr", "img", "input"]);

/** As HTML, everything escaped. */
export function toHtml(picture: Picture): string {
  if (typeof picture === "string") return escaped(picture);
  const { tag, attributes, children } = picture;
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `<${tag}${written.join("")}>`;
  return VOID.has(tag) ? open : `${open}${children.map(toHtml).join("")}</${tag}>`;
}

/** What somebody reads: the text without the parts. */
export function toText(picture: Picture): string {
  return typeof picture === "string" ? picture : picture.children.map(toText).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For content and attributes of HTML and XML alike. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
