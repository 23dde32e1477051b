/**
 * A zip whose bytes depend on its contents alone: not on the folder, the day, the time zone or the machine.
 */
import { zipSync } from "fflate";

// A zip entry holds local time without a zone. Made of local numbers, this instant is written as the same noon everywhere, and no time
// zone skips it.
const ENTRY_TIME = new Date(2000, 0, 1, 12);

// 3 is Unix: Lambda unpacks with the modes it finds, and a file without any cannot be read by the user that runs the function.
const UNIX = 3;
const READABLE = 0o100644 << 16;

/** Entries are written in order of name. fflate deflates in JavaScript, so the zlib that Node was built with has no say. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(files).sort();
  const entries = Object.fromEntries(names.map((name) => [name, files[name]!]));
  return zipSync(entries, { level: 9, mtime: ENTRY_TIME, os: UNIX, attrs: READABLE });
}
