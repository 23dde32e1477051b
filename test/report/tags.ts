/** A reader of tags, as strict as a test needs: every element is closed in its order, every `<` and `&` is markup. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const TOKEN = /<!doctype html>|<\?xml[^?]*\?>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:="[^"<]*")?)*)\s*(\/?)>|[^<]+/y;
const VOID = new Set(["meta", "link", "br", "img"]);

export function parse(text: string): Element {
  const root: Element = { name: "", attributes: {}, children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (!token) throw new Error(`no markup: ${text.slice(at, at + 80)}`);
    const [whole, closing, name, attributes, empty] = token;
    if (closing === "/") {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes what it did not open`);
    } else if (name) {
      const element: Element = { name, attributes: attributesIn(attributes!), children: [] };
      open.at(-1)!.children.push(element);
      if (empty !== "/" && !VOID.has(name)) open.push(element);
    } else if (!whole.startsWith("<")) open.at(-1)!.children.push(decoded(whole));
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is never closed`);
  return root;
}

export function all(element: Element, name: string): Element[] {
  const within = element.children.flatMap((child) => (typeof child === "string" ? [] : all(child, name)));
  return element.name === name ? [element, ...within] : within;
}

export function textOf(element: Element): string {
  return element.children
    .map((child) => (typeof child === "string" ? child : textOf(child)))
    .join("")
    .replaceAll("\u00a0", " ");
}

/** The rows of a table as texts, its heads first. */
export function rowsOf(table: Element): string[][] {
  return all(table, "tr").map(({ children }) => children.map((cell) => textOf(cell as Element)));
}

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value = ""]) => [name, decoded(value)]),
  );
}

const CHARACTERS: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", middot: "·" };

function decoded(text: string): string {
  return text.replace(/&([^;]{0,8};)?/g, (entity) => {
    const character = CHARACTERS[entity.slice(1, -1)];
    if (character === undefined) throw new Error(`${entity} is no entity`);
    return character;
  });
}
