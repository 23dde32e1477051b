/**
 * How large a document the function takes on. A document that does not fit into the memory would kill the run, and
 * its two retries after it, without a word; refused by its size it becomes a dead letter that says why.
 *
 *     memory  [ Node, the SDK, young garbage | the document, eight times over ]
 *
 * That holds for a run that begins with nothing of the runs before it in memory; so a large document begins with a
 * collection (aws.ts). It does not hold for what is all quotes in one cell, or a column every few bytes: such a
 * document takes up to fifty times its size.
 */

import { INFLATED_LIMIT } from "./gzip.ts";

export const MEBIBYTE = 1024 * 1024;

/** What is taken before the first document: 70-80 MiB by Node and the SDK, the rest by garbage that is too young. */
export const OWN = 96 * MEBIBYTE;

/**
 * Memory that reading, converting and writing take, in bytes a byte of the document: 5 for many small records, 7.5 for
 * a single one (test/runtime/memory.test.ts).
 */
export const FACTOR = 8;

/** From so many bytes on, what documents before it have left in memory is collected before one is read. */
export const LARGE = MEBIBYTE;

/** Bytes, from the memory that Lambda names in the environment; 64 MiB where it names none. */
export function documentLimit(env: Readonly<Record<string, string | undefined>>): number {
  const memory = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? Number.NaN) * MEBIBYTE;
  if (!Number.isFinite(memory)) return INFLATED_LIMIT;
  return Math.max(MEBIBYTE, Math.floor((memory - OWN) / FACTOR));
}
