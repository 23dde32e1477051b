import { type Part, type Picture, part } from "./part.ts";

/**
 * Markdown as text widgets use it: headings, paragraphs, lists, tables, code, quotes, rules, emphasis, links, and
 * CloudWatch's own `[button:Text](address)`. Markup in it is text like any other, addresses are those of web pages, and
 * pictures are links to them: a page that is watched during an incident asks nobody else for anything.
 */
export function markdown(text: string): Part[] {
  return blocks(text.replace(/\r\n?/g, "\n").split("\n"));
}

const FENCE = /^```/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (let i = 0; i < lines.length; ) {
    const [block, next] = blockAt(lines, i);
    if (block) parts.push(block);
    i = next;
  }
  return parts;
}

/** The block that begins at a line, and the line after it. */
function blockAt(lines: readonly string[], i: number): [Part | undefined, number] {
  const line = lines[i]!;
  if (line.trim() === "") return [undefined, i + 1];
  const [, marks, title] = HEADING.exec(line) ?? [];
  // The page has its own first two levels, and a widget's title is the third.
  if (marks) return [part(`h${Math.min(6, marks.length + 2)}`, {}, ...inline(title!)), i + 1];
  if (RULE.test(line)) return [part("hr"), i + 1];
  if (FENCE.test(line)) return fenced(lines, i);
  if (isTable(lines, i)) return table(lines, i);
  for (const [mark, tag] of [
    [QUOTE, "blockquote"],
    [BULLET, "ul"],
    [NUMBER, "ol"],
  ] as const) {
    if (mark.test(line)) return marked(lines, i, mark, tag);
  }
  const end = endOf(
    lines,
    i + 1,
    (next) => next.trim() !== "" && !HEADING.test(next) && !FENCE.test(next) && !BULLET.test(next),
  );
  return [part("p", {}, ...inline(lines.slice(i, end).join("\n"))), end];
}

function endOf(lines: readonly string[], from: number, goesOn: (line: string) => boolean): number {
  let end = from;
  while (end < lines.length && goesOn(lines[end]!)) end++;
  return end;
}

function fenced(lines: readonly string[], i: number): [Part, number] {
  const end = endOf(lines, i + 1, (line) => !FENCE.test(line));
  return [part("pre", { tabindex: 0 }, part("code", {}, lines.slice(i + 1, end).join("\n"))), end + 1];
}

function marked(lines: readonly string[], i: number, mark: RegExp, tag: string): [Part, number] {
  const end = endOf(lines, i, (line) => mark.test(line));
  const texts = lines.slice(i, end).map((line) => line.replace(mark, ""));
  if (tag === "blockquote") return [part(tag, {}, ...blocks(texts)), end];
  return [part(tag, {}, ...texts.map((text) => part("li", {}, ...inline(text)))), end];
}

const isTable = (lines: readonly string[], i: number) =>
  lines[i]!.includes("|") && lines[i + 1]?.includes("-") === true && TABLE_RULE.test(lines[i + 1]!);

function table(lines: readonly string[], i: number): [Part, number] {
  const end = endOf(lines, i + 2, (line) => line.includes("|"));
  const row = (line: string, tag: string) =>
    part("tr", {}, ...cells(line).map((cell) => part(tag, {}, ...inline(cell))));
  const body = lines.slice(i + 2, end).map((line) => row(line, "td"));
  return [part("table", {}, part("thead", {}, row(lines[i]!, "th")), part("tbody", {}, ...body)), end];
}

function cells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

const INLINE =
  /`(?<code>[^`]+)`|!?\[(?<text>[^\]]*)\]\((?<address>[^()\s]*)[^()]*\)|\*\*(?<strong>.+?)\*\*|__(?<strong2>.+?)__|\*(?<em>[^*\s][^*]*)\*|(?<![\w])_(?<em2>[^_\s][^_]*)_(?![\w])|~~(?<del>.+?)~~|\\(?<escaped>[\\`*_{}[\]()#+\-.!|~>])/s;

function inline(text: string): Picture[] {
  const match = INLINE.exec(text);
  if (!match) return text === "" ? [] : [text];
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [...(before === "" ? [] : [before]), styled(match.groups!), ...inline(after)];
}

function styled(groups: Readonly<Record<string, string | undefined>>): Picture {
  const { code, text, address, strong, strong2, em, em2, del, escaped } = groups;
  if (code !== undefined) return part("code", {}, code);
  if (address !== undefined) return link(text ?? "", address);
  if (strong ?? strong2) return part("strong", {}, ...inline((strong ?? strong2)!));
  if (em ?? em2) return part("em", {}, ...inline((em ?? em2)!));
  if (del !== undefined) return part("del", {}, ...inline(del));
  return escaped ?? "";
}

/** Only web pages, and places on this one: `javascript:` and its kin stay text. */
function link(text: string, address: string): Picture {
  const [, button] = /^button:(?:primary:)?(.*)$/s.exec(text) ?? [];
  const shown = inline(button ?? text);
  if (!/^(https?:\/\/|#|\/(?!\/))/i.test(address)) return part("span", {}, ...shown);
  const look = button === undefined ? {} : { class: "button" };
  return part("a", { href: address, rel: "noopener noreferrer", ...look }, ...(shown.length > 0 ? shown : [address]));
}
