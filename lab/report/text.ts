import { escaped } from "../../dashboard/picture/part.ts";

/**
 * Text that others wrote - documents, error messages, names - made fit for a page. What nobody can see, what XML may not
 * hold, and what turns the direction of writing is shown by its number: `\u{202e}`.
 */
const UNSEEN =
  /[\p{Cc}\p{Cs}\u{61c}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\p{Noncharacter_Code_Point}]/gu;

/** On one line, at most `most` characters of it; the rest is counted. */
export function plain(text: string, most = 500): string {
  const line = text.replace(/\s*[\n\r\t]\s*/g, " ");
  const kept = line.length <= most ? line : line.slice(0, most);
  const shown = kept.replace(UNSEEN, (unseen) => `\\u{${unseen.codePointAt(0)!.toString(16)}}`);
  return kept === line ? shown : `${shown} ... (${line.length - most} more characters)`;
}

/** Fit to be seen, and escaped for content and attributes of HTML and XML alike. */
export function safe(text: string, most?: number): string {
  return escaped(plain(text, most));
}

/** Minutes and seconds since the run began: `3:36`. */
export function minutesOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
