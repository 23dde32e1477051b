import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { invalidParameter } from "./errors.ts";

/** A deployment package: the zip as it came, with what Lambda says of it. */
export interface Code {
  readonly zip: Uint8Array;
  /** Bytes of the zip. */
  readonly size: number;
  /** In base64, as the API shows it. */
  readonly sha256: string;
}

/** What all files of a package may take together, in bytes. */
const LONGEST_UNZIPPED = 262_144_000;

/** @throws InvalidParameterValueException when the bytes are no zip, or a too large one */
export function codeOf(zip: Uint8Array): Code {
  let unzipped = 0;
  try {
    const measure = (file: { originalSize: number }) => {
      unzipped += file.originalSize;
      return false; // nothing is unpacked: the directory says how long each file is
    };
    unzipSync(zip, { filter: measure });
  } catch {
    throw invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
  }
  if (unzipped > LONGEST_UNZIPPED) {
    throw invalidParameter(`Unzipped size must be smaller than ${LONGEST_UNZIPPED} bytes`);
  }
  return { zip, size: zip.byteLength, sha256: createHash("sha256").update(zip).digest("base64") };
}
