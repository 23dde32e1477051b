/**
 * S3's notification of new objects: which objects it names, and where their CSV goes.
 *
 *     input/2026/day+1.json  ->  bucket documents, key "input/2026/day 1.json"  ->  output/2026/day 1.csv
 */

/** An event that is none of S3's, or that would make the function feed itself. */
export class UnexpectedEventError extends Error {
  override readonly name = "UnexpectedEventError";
}

export interface InputObject {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The objects of an event. S3 never puts more than one record into an event in practice; the format allows it.
 * A record's `versionId` is left alone on purpose: after two quick writes both runs convert what is there now and
 * agree, whichever ends last.
 */
export function inputObjects(event: unknown): InputObject[] {
  const records = (event as { Records?: unknown } | null)?.Records;
  if (!Array.isArray(records)) throw new UnexpectedEventError("expected an S3 event with Records");
  return records.map(inputObject);
}

function inputObject(record: unknown): InputObject {
  const { s3 } = (record ?? {}) as { s3?: { bucket?: { name?: unknown }; object?: { key?: unknown } } };
  const bucket = s3?.bucket?.name;
  const key = s3?.object?.key;
  if (typeof bucket !== "string" || typeof key !== "string") {
    throw new UnexpectedEventError("expected a record with s3.bucket.name and s3.object.key");
  }
  return { bucket, key: decodeKey(key) };
}

/** Keys in events are form-url-encoded: a space is a plus, everything unusual is percent-encoded UTF-8. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw new UnexpectedEventError("expected a form-url-encoded object key");
  }
}

const INPUT = "input/";
const OUTPUT = "output/";

/** The key of the CSV: the same name under `output/`, ending in `.csv`. */
export function outputKey(key: string): string {
  if (key.startsWith(OUTPUT))
    throw new UnexpectedEventError("expected no object of output/: its CSV would convert itself");
  const name = key.startsWith(INPUT) ? key.slice(INPUT.length) : key;
  return `${OUTPUT}${name.endsWith(".json") ? name.slice(0, -".json".length) : name}.csv`;
}
