/**
 * What is said of a document that cannot become a table. `Flaw` is the finding as the reader makes it (a byte offset
 * and nothing counted yet); `BadDocumentError` is what the caller gets: the same with line, column and, once the
 * handler has added them, the object it came from. Neither ever carries more of the document than a 64-byte excerpt.
 */

/** Why a document is refused. The words are part of the contract: dead letters are sorted by them. */
export type Reason =
  | "syntax"
  | "truncated"
  | "empty"
  | "encoding"
  | "compressed"
  | "not-tabular"
  | "too-deep"
  | "too-large"
  | "column-collision";

/** Where: `offset` in bytes from 0 (after inflating), `line` and `column` from 1, `column` in code points. */
export interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** The S3 object a document came from; `size` in bytes. */
export interface DocumentObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
}

export class Flaw {
  readonly reason: Reason;
  readonly problem: string;
  readonly offset: number;
  readonly record: number;

  constructor(reason: Reason, problem: string, offset: number, record: number) {
    this.reason = reason;
    this.problem = problem;
    this.offset = offset;
    this.record = record;
  }
}

/** The one error of `convert`. Trying again is pointless, so `retryable` is false; `record` counts from 0. */
export class BadDocumentError extends Error {
  override readonly name = "BadDocumentError";
  readonly reason: Reason;
  readonly retryable = false;
  readonly at: Place;
  readonly record: number;
  readonly bucket?: string;
  readonly key?: string;
  readonly size?: number;
  readonly #flaw: Flaw;

  constructor(flaw: Flaw, at: Place, object?: DocumentObject) {
    super(sentence(flaw, at, object));
    this.reason = flaw.reason;
    this.at = at;
    this.record = flaw.record;
    this.#flaw = flaw;
    if (object !== undefined) Object.assign(this, { bucket: object.bucket, key: object.key, size: object.size });
  }

  /** The same error, naming the S3 object whose content it is about. */
  in(object: DocumentObject): BadDocumentError {
    return new BadDocumentError(this.#flaw, this.at, object);
  }
}

function sentence(flaw: Flaw, at: Place, object: DocumentObject | undefined): string {
  const where = `line ${at.line} column ${at.column} (byte ${at.offset}), record ${flaw.record}`;
  const origin = object === undefined ? "" : ` in s3://${object.bucket}/${visible(object.key)}`;
  return `${flaw.reason}: ${flaw.problem} at ${where}${origin}`;
}

/** At most 64 bytes of `text`, on one line: enough to recognise a column, too little to leak a document. */
export function excerpt(text: string): string {
  let bytes = 0;
  let kept = "";
  for (const character of text) {
    const shown = visible(character);
    bytes += Buffer.byteLength(shown);
    if (bytes > 64) break;
    kept += shown;
  }
  return kept;
}

/** Controls (C0, DEL, C1, the line separators and the marks that turn text around) as `\uXXXX`. */
function visible(text: string): string {
  return text.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are exactly what must not reach a log line
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
