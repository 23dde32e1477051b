/**
 * How large a document the function takes on. A document that does not fit into the memory would kill the run, and
 * its two retries after it, without a word; refused by its size it becomes a dead letter that says why.
 */

import { INFLATED_LIMIT } from "./gzip.ts";

const MEBIBYTE = 1024 * 1024;

/** What Node and the SDK take before the first document: 60-75 MiB on nodejs22.x, and some air. */
const OWN = 80 * MEBIBYTE;

/** Memory that converting takes, in bytes a byte of the document (bench/convert.ts measures it). */
const FACTOR = 4;

/** Bytes, from the memory that Lambda names in the environment; 64 MiB where it names none. */
export function documentLimit(env: Readonly<Record<string, string | undefined>>): number {
  const memory = Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? Number.NaN) * MEBIBYTE;
  if (!Number.isFinite(memory)) return INFLATED_LIMIT;
  return Math.max(MEBIBYTE, Math.floor((memory - OWN) / FACTOR));
}
