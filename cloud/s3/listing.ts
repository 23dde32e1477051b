import { type Cursor, isBefore, type KeyIndex } from "./key-index.ts";

/** The one walk behind every list that S3 gives page by page: of objects, of versions, of uploads. */

/** What a listing asks for. */
export interface Query {
  readonly prefix: string;
  /** "" lists every key by itself. */
  readonly delimiter: string;
  /** How many entries - items and common prefixes together. */
  readonly limit: number;
  /** Begin behind this key, or behind everything under it when it is a common prefix. */
  readonly after?: string | undefined;
  /** Begin with the items of this key instead (what of them is left, `itemsOf` knows). */
  readonly at?: string | undefined;
}

/** One page. `last` is the key or common prefix of the last entry, and `truncated` says that more would follow. */
export interface Page<Item> {
  readonly items: Item[];
  readonly prefixes: string[];
  readonly truncated: boolean;
  readonly last?: string;
}

/**
 * Walks the keys in order and rolls those that share a prefix up to the delimiter into one entry, whose other keys are
 * jumped over, not read. A key may have several items (its versions) or none (its last version is a delete marker).
 */
export function pageOf<Item>(keys: KeyIndex, query: Query, itemsOf: (key: string) => readonly Item[]): Page<Item> {
  const page: { items: Item[]; prefixes: string[]; truncated: boolean; last?: string } = {
    items: [],
    prefixes: [],
    truncated: false,
  };
  if (query.limit <= 0) return page;
  const cursor = keys.seek(beginning(query));
  for (let key = cursor.key; key?.startsWith(query.prefix); key = cursor.key) {
    const items = itemsOf(key);
    const prefix = items.length > 0 ? commonPrefixOf(key, query) : undefined;
    if (prefix !== undefined) page.truncated = !rollUp(prefix, query, page, cursor);
    else page.truncated = !append(key, items, query, page, cursor);
    if (page.truncated) break;
  }
  return page;
}

/** Adds a common prefix and jumps over its keys; false when the page is full. */
function rollUp<Item>(prefix: string, query: Query, page: Filling<Item>, cursor: Cursor): boolean {
  const isNew = !(query.after ?? query.at)?.startsWith(prefix);
  if (isNew && isFull(page, query)) return false;
  if (isNew) {
    page.prefixes.push(prefix);
    page.last = prefix;
  }
  cursor.seek((key) => !key.startsWith(prefix) && isBefore(prefix, key));
  return true;
}

function append<Item>(key: string, items: readonly Item[], query: Query, page: Filling<Item>, cursor: Cursor): boolean {
  for (const item of items) {
    if (isFull(page, query)) return false;
    page.items.push(item);
    page.last = key;
  }
  cursor.next();
  return true;
}

type Filling<Item> = { items: Item[]; prefixes: string[]; last?: string };

function isFull<Item>({ items, prefixes }: Filling<Item>, { limit }: Query): boolean {
  return items.length + prefixes.length >= limit;
}

function beginning({ prefix, after, at }: Query): (key: string) => boolean {
  if (at !== undefined && !isBefore(at, prefix)) return (key) => !isBefore(key, at);
  if (after !== undefined && !isBefore(after, prefix)) return (key) => isBefore(after, key);
  return (key) => !isBefore(key, prefix);
}

function commonPrefixOf(key: string, { prefix, delimiter }: Query): string | undefined {
  if (delimiter === "") return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
