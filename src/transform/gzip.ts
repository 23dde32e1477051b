/** Documents that were compressed on their way: recognised by gzip's magic number, inflated up to a limit. */

import { gunzipSync } from "node:zlib";
import { Flaw } from "./bad-document.ts";

/** How large a document may become, unless the caller says otherwise: a gzip of 64 KiB can hold so much. */
export const INFLATED_LIMIT = 64 * 1024 * 1024;

/** RFC 1952, section 2.3.1. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** How long the document will be, by what the file says of itself; of a file of several parts, the last. */
export function inflatedSize(bytes: Uint8Array): number {
  if (!isGzip(bytes) || bytes.length < 4) return bytes.length;
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
}

/** The document itself. Throws a Flaw: `too-large` above `limit` bytes, `compressed` if the gzip data is damaged. */
export function inflated(bytes: Uint8Array, limit: number): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new Flaw("too-large", `expected at most ${limit} bytes after inflating`, 0, 0);
    }
    throw new Flaw("compressed", `expected a whole gzip file (${message})`, 0, 0);
  }
}
