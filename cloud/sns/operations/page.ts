import { invalidParameter } from "../errors.ts";

const PAGE = 100;

/** SNS lists hold a hundred entries; the token is opaque to callers, and to us the number of entries before it. */
export function page<T>(items: readonly T[], token: string | undefined): { items: T[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : startOf(token);
  const end = start + PAGE;
  return { items: items.slice(start, end), nextToken: end < items.length ? tokenOf(end) : undefined };
}

function tokenOf(start: number): string {
  return Buffer.from(`sns:${start}`).toString("base64");
}

function startOf(token: string): number {
  const start = /^sns:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (start === undefined) throw invalidParameter("NextToken");
  return Number(start);
}
