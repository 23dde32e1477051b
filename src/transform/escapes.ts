/**
 * From the inside of a JSON string to its text, both in latin1 (a character is a byte of UTF-8). Only strings that hold
 * a backslash come here; the scanner has already checked the escapes.
 */

const SIMPLE: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** What becomes of half a surrogate pair: in cells U+FFFD; in keys it is kept, for two such keys are still two. */
export type LoneSurrogates = "replace" | "keep";

/** Bytes after which a long text goes to a buffer: a string that grows by pieces costs dozens of bytes a piece. */
const PORTION = 32 * 1024;

/** `raw` with its escapes resolved. */
export function resolveEscapes(raw: string, lone: LoneSurrogates = "replace"): string {
  let from = 0;
  let text = "";
  let long: Buffer | null = null;
  let written = 0;
  for (let at = raw.indexOf("\\"); at !== -1; at = raw.indexOf("\\", from)) {
    const letter = raw[at + 1]!;
    text += raw.slice(from, at);
    if (letter === "u") {
      const unit = hexadecimal(raw, at + 2);
      const low = unit >= 0xd800 && unit < 0xdc00 && raw.startsWith("\\u", at + 6) ? hexadecimal(raw, at + 8) : 0;
      const pair = low >= 0xdc00 && low < 0xe000;
      text += utf8(pair ? ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000 : unit, lone);
      from = at + (pair ? 12 : 6);
    } else {
      text += SIMPLE[letter] ?? letter;
      from = at + 2;
    }
    if (text.length < PORTION) continue;
    long ??= Buffer.allocUnsafe(raw.length); // no escape is shorter than what it means
    written += long.write(text, written, "latin1");
    text = "";
  }
  text += raw.slice(from);
  if (long === null) return text;
  written += long.write(text, written, "latin1");
  return long.toString("latin1", 0, written);
}

function hexadecimal(raw: string, at: number): number {
  return Number.parseInt(raw.slice(at, at + 4), 16);
}

/** One code point as the bytes of UTF-8, a character each. */
function utf8(point: number, lone: LoneSurrogates): string {
  if (point < 0x80) return String.fromCharCode(point);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
  if (lone === "replace" && point >= 0xd800 && point < 0xe000) return REPLACEMENT;
  const tail = String.fromCharCode(0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
  if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12)) + tail;
  return String.fromCharCode(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f)) + tail;
}

/** U+FFFD in UTF-8. */
const REPLACEMENT = "\xef\xbf\xbd";

/** Latin1-of-UTF-8 and back: the form in which cells travel, and the one a person reads. */
export const toLatin1 = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
export const fromLatin1 = (text: string): string => Buffer.from(text, "latin1").toString("utf8");

/** Half surrogates that a key kept (as the bytes ED A0..BF xx, which UTF-8 has no use for) become U+FFFD. */
export function wellFormed(key: string): string {
  return key.includes("\xed") ? key.replace(/\xed[\xa0-\xbf][\x80-\xbf]/g, REPLACEMENT) : key;
}
