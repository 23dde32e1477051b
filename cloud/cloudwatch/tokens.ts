/**
 * Tokens for the next page: where it begins, wrapped so that nobody is tempted to read it.
 */
export function tokenFor(position: number): string {
  return Buffer.from(`page:${position}`).toString("base64url");
}

/** The position in a token, 0 without one; nothing when the token is not one of these. */
export function positionOf(token: string | undefined): number | undefined {
  if (token === undefined) return 0;
  const [, position] = /^page:(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  return position === undefined ? undefined : Number(position);
}

export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly NextToken?: string;
}

/** One page of a list; `refuse` makes the service's own error of a bad token. */
export function slice<Item>(
  all: readonly Item[],
  size: number,
  token: string | undefined,
  refuse: () => Error,
): Slice<Item> {
  const from = positionOf(token);
  if (from === undefined) throw refuse();
  const items = all.slice(from, from + size);
  return { items, ...(from + size < all.length && { NextToken: tokenFor(from + size) }) };
}
