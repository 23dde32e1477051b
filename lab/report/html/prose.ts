import { safe } from "../text.ts";

const NO_BREAK = "\u00a0";

/** Text for people: a number stays on one line with its groups and its unit. */
export function prose(text: string, most?: number): string {
  return safe(text, most).replace(/(\d) (?=\d{3}\b|%|m?s\b)/g, `$1${NO_BREAK}`);
}
