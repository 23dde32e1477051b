import { posix } from "node:path";
import { unzipSync } from "fflate";
import { LabError } from "../../../kernel/errors.ts";

/** One file of a deployment package, safe to write below a folder. */
export interface PackageFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

/**
 * The files of a deployment package. Names that lead out of the folder they are unpacked into, and links, which would,
 * are refused (Lambda itself takes links).
 *
 * @throws LabError LAB_UNSAFE_PACKAGE
 */
export function filesOf(zip: Uint8Array): PackageFile[] {
  const modes = modesOf(zip);
  return Object.entries(unzipSync(zip)).flatMap(([name, bytes]) => {
    const mode = modes.get(name) ?? 0;
    if ((mode & FILE_TYPE) === SYMBOLIC_LINK) throw unsafe(name, "is a symbolic link");
    if (leadsOut(name)) throw unsafe(name, "leads out of the package");
    if (name.endsWith("/")) return [];
    return [{ path: posix.normalize(name), bytes, isExecutable: (mode & 0o111) !== 0 }];
  });
}

function leadsOut(name: string): boolean {
  const isStrange = name.includes("\\") || name.includes("\0") || /^[a-zA-Z]:/.test(name);
  return isStrange || name.startsWith("/") || name.split("/").includes("..");
}

const unsafe = (name: string, what: string) =>
  new LabError(
    "LAB_UNSAFE_PACKAGE",
    `The deployment package holds ${JSON.stringify(name)}, which ${what}.`,
    "Build the package anew with plain files and relative names.",
  );

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * Unix modes by file name, from the zip's directory: APPNOTE.TXT 4.3.12 (central directory header) and 4.3.16 (its
 * end). The mode is the upper half of the external attributes.
 */
function modesOf(zip: Uint8Array): Map<string, number> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOf(view);
  const modes = new Map<string, number>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const isUtf8 = (view.getUint16(at + 8, true) & 0x800) !== 0;
    const bytes = Buffer.from(zip.subarray(at + 46, at + 46 + name!));
    modes.set(bytes.toString(isUtf8 ? "utf8" : "latin1"), view.getUint32(at + 38, true) >>> 16);
    at += 46 + name! + extra! + comment!;
  }
  return modes;
}

const END_SIGNATURE = 0x06054b50;

function endOf(view: DataView): number {
  let at = view.byteLength - 22;
  while (at > 0 && view.getUint32(at, true) !== END_SIGNATURE) at--;
  return at;
}
