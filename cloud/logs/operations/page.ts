import { constraint, invalidToken } from "../errors.ts";

/** Lists of groups and streams: fifty a page at most. The token is opaque to callers, and to us an index. */
export function page<T>(
  items: readonly T[],
  { limit = MOST, nextToken }: { limit?: number | undefined; nextToken?: string | undefined },
  most = MOST,
): { items: T[]; next: { nextToken?: string } } {
  checkLimit(limit, most);
  const start = nextToken === undefined ? 0 : startOf(nextToken);
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? { nextToken: tokenOf(end) } : {} };
}

const MOST = 50;

export function checkLimit(limit: number, most: number): void {
  if (limit > most) throw constraint(limit, "limit", `have value less than or equal to ${most}`);
  if (limit < 1) throw constraint(limit, "limit", "have value greater than or equal to 1");
}

function tokenOf(start: number): string {
  return Buffer.from(`logs:${start}`).toString("base64");
}

function startOf(token: string): number {
  const start = /^logs:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (start === undefined) throw invalidToken();
  return Number(start);
}
