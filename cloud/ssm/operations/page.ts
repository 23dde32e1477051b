import { invalidNextToken } from "../errors.ts";

export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page of a list, as long as is usual if nothing is said; the token is opaque to callers, and to us the number of entries before it. */
export function page<T>(
  items: readonly T[],
  { MaxResults, NextToken }: PageRequest,
  usual: number,
): { items: T[]; next: { NextToken?: string } } {
  const start = NextToken === undefined ? 0 : startOf(NextToken);
  const end = start + (MaxResults ?? usual);
  return { items: items.slice(start, end), next: end < items.length ? { NextToken: tokenOf(end) } : {} };
}

function tokenOf(start: number): string {
  return Buffer.from(`ssm:${start}`).toString("base64");
}

function startOf(token: string): number {
  const start = /^ssm:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (start === undefined) throw invalidNextToken();
  return Number(start);
}
