import { invalidMarker } from "./errors.ts";

export interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

interface PageRest {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/** A page of a list: up to 100 items, or as many as asked for, and where the next begins. */
export function pageOf<T>(items: readonly T[], { Marker, MaxItems = 100 }: PageInput): { page: T[]; rest: PageRest } {
  const from = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64").toString() || Number.NaN);
  if (!Number.isInteger(from)) throw invalidMarker();
  const to = from + MaxItems;
  const page = items.slice(from, to);
  if (to >= items.length) return { page, rest: { IsTruncated: false } };
  return { page, rest: { IsTruncated: true, Marker: Buffer.from(String(to)).toString("base64") } };
}
