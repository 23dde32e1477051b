import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { Journal } from "../chaos/journal.ts";

/** What a run leaves: the files that the same request always fills with the same bytes. */
export const RUN_FILES = ["journal.json", "ledger.ndjson", "feed.ndjson", "metrics.ndjson", "dashboard.json"] as const;
export type RunFile = (typeof RUN_FILES)[number];

/**
 * A file of a run as lines, each with its end. The feed of a large run is longer than the longest string, so it is
 * written, hashed and compared a piece at a time.
 */
export type Lines = Iterable<string>;

/** What a run comes to: its journal, and the files of its folder. A live run has fewer of them than a simulated one. */
export interface RunResult<Name extends string = string> {
  readonly journal: Journal;
  readonly files: Readonly<Record<Name, Lines>>;
}

const PIECE = 1 << 20;

/** @throws the error of the file system, for instance when the disk is full */
export function writeLines(path: string, lines: Lines): void {
  const file = openSync(path, "wx");
  try {
    for (const piece of piecesOf(lines)) writeAll(file, Buffer.from(piece));
  } finally {
    closeSync(file);
  }
}

/** What a file holds, in a form that can be read out: its size, and its SHA-256 in hexadecimal. */
export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

export function digestOf(path: string): Digest {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const piece of bytesOf(path)) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Where a file and lines part for the first time. */
export interface Difference {
  /** From 1. */
  readonly line: number;
  readonly was: string | undefined;
  readonly is: string | undefined;
}

/** Compares byte by byte; nothing if there is no difference. */
export function differenceOf(path: string, lines: Lines): Difference | undefined {
  const [before, after] = [linesOf(path)[Symbol.iterator](), lines[Symbol.iterator]()];
  for (let line = 1; ; line++) {
    const [was, is] = [before.next().value, asBytes(after.next().value)];
    if (was !== is) return { line, was: asText(was), is: asText(is) };
    if (was === undefined) return undefined;
  }
}

/** A character for each byte, so that texts are equal when their bytes are. */
function asBytes(line: string | undefined): string | undefined {
  return line === undefined ? undefined : Buffer.from(line).toString("latin1");
}

function asText(bytes: string | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes, "latin1").toString();
}

function* piecesOf(lines: Lines): Iterable<string> {
  let piece = "";
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}

function* bytesOf(path: string): Iterable<Buffer> {
  const file = openSync(path, "r");
  const piece = Buffer.alloc(PIECE);
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) yield piece.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

/** The lines of a text file, each with its end, a piece at a time. */
export function* textLinesOf(path: string): Iterable<string> {
  for (const line of linesOf(path)) yield asText(line)!;
}

/** In the form of `asBytes`. */
function* linesOf(path: string): Iterable<string> {
  let rest = "";
  for (const bytes of bytesOf(path)) {
    const lines = (rest + bytes.toString("latin1")).split(/(?<=\n)/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/** A disk that is nearly full takes a part and says how much. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
