import { invalidValue, outOfRange } from "../errors.ts";

/** What of a list fits into one answer, and the token of the rest. SQS gives a token only if a size was asked for. */
export function pageOf<T>(items: readonly T[], asked: Asked): { items: T[]; nextToken: string | undefined } {
  const { MaxResults: size, NextToken: token } = asked;
  if (size !== undefined && (size < 1 || size > MOST)) {
    throw outOfRange("MaxResults", size, `Must be an integer value between 1 and ${MOST}, if provided.`);
  }
  const start = token === undefined ? 0 : startOf(token);
  const end = start + (size ?? MOST);
  const more = size !== undefined && end < items.length;
  return { items: items.slice(start, end), nextToken: more ? tokenOf(end) : undefined };
}

interface Asked {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

const MOST = 1000;

/** Opaque to callers; to us the number of entries before it. */
function tokenOf(start: number): string {
  return Buffer.from(`sqs:${start}`).toString("base64");
}

function startOf(token: string): number {
  const start = /^sqs:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (start === undefined) throw invalidValue("Invalid or expired next token.");
  return Number(start);
}
