import type { TimestampFormat } from "../shape.ts";

/** Writes a moment as a protocol wants it. Whole seconds where the format knows no fraction. */
export function writeTime(value: Date, format: TimestampFormat): string | number {
  if (format === "epoch-seconds") return value.getTime() / 1000;
  if (format === "http-date") return value.toUTCString();
  return value.toISOString();
}

/** Reads a moment in any of the formats: seconds since 1970, RFC 3339, or an HTTP date. */
export function readTime(value: string | number): Date | undefined {
  const seconds = typeof value === "number" ? value : /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  const moment = new Date(seconds === undefined ? value : Math.round(seconds * 1000));
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
