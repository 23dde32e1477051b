/** The two ways in which AWS's errors and signatures write a moment. */

/** `20260101T000000Z`, or an HTTP date, in milliseconds since 1970. Requests of one second say the same. */
export function timeOf(text: string): number | undefined {
  if (text !== last.text) last = { text, time: readTime(text) };
  return last.time;
}

let last: { readonly text: string; readonly time: number | undefined } = { text: "", time: undefined };

function readTime(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = BASIC.exec(text) ?? [];
  if (year !== undefined) return Date.UTC(+year, +month! - 1, +day!, +hour!, +minute!, +second!);
  if (!/^[A-Z][a-z]{2}, \d/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether a moment is written in the basic format already. */
export const isBasic = (text: string) => BASIC.test(text);

const BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** `20260101T000000Z` */
export function basicTime(instant: number): string {
  return isoSeconds(instant).replace(/[-:]/g, "");
}

/** `2026-01-01T00:00:00Z` */
export function isoSeconds(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
