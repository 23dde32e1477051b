import { invalidArgument, invalidRange, invalidRequest } from "./errors.ts";

/** A stretch of bytes, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** `bytes=0-8`, `bytes=5-`, `bytes=-3`. What is not one such range S3 ignores; one past the end it refuses. */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, from, to] = (header !== undefined && RANGE.exec(header)) || [];
  if (from === undefined || to === undefined || from + to === "") return undefined;
  if (from === "") {
    if (Number(to) === 0 || size === 0) throw invalidRange(header!, size);
    return { first: Math.max(0, size - Number(to)), last: size - 1 };
  }
  if (to !== "" && Number(to) < Number(from)) return undefined;
  if (Number(from) >= size) throw invalidRange(header!, size);
  return { first: Number(from), last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}

const RANGE = /^bytes=(\d*)-(\d*)$/;

/** The stricter form that a part copied from another object takes. */
export function copyRangeOf(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const range = { first: Number(from), last: Number(to) };
  if (from === undefined || range.last < range.first) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  }
  if (range.first >= size) throw invalidRequest("The specified copy range is invalid for the source object size");
  if (range.last >= size) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${size}`,
      "x-amz-copy-source-range",
      header,
    );
  }
  return range;
}
